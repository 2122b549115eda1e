import { z } from 'zod';
import { staffStamp } from '../../shared/accounts/edit-staff.ts';
import { roles } from '../../shared/accounts/rules.ts';
import type { Refused } from '../../shared/accounts/staff-change.ts';
import type { StaffAccount } from '../../shared/accounts/staff-list.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { versionOf } from '../http/etag.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import { type Reply, reply } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { RowId, Time } from './shapes.ts';

export const InStaff = z.object({ staffId: RowId });
export const StaffRole = z.enum(roles).nullable().describe('Null: in single guilds only');

export const StaffShape = z
  .object({
    id: RowId,
    username: z.string(),
    role: StaffRole,
    guildRoles: z
      .array(z.object({ guild: Snowflake, role: z.enum(roles) }))
      .describe('In single guilds, where that is more than the role everywhere'),
    disabled: z.boolean(),
    mustChangePassword: z.boolean(),
    hasSecondFactor: z.boolean(),
    createdAt: Time,
    lastLoginAt: Time.nullable(),
  })
  .meta({ id: 'StaffAccount', description: 'An account of the panel' });

export function tellStaff(account: StaffAccount): z.input<typeof StaffShape> {
  const { id, username, role, guildRoles, disabledAt, mustChangePassword, hasSecondFactor } = account;
  const { createdAt, lastLoginAt } = account;
  const granted = Object.entries(guildRoles).map(([guild, role]) => ({ guild, role }));
  const flags = { disabled: disabledAt !== null, mustChangePassword, hasSecondFactor };
  return { id, username, role, guildRoles: granted, ...flags, createdAt, lastLoginAt };
}

export function answerStaff(account: StaffAccount): Reply<z.input<typeof StaffShape>> {
  return reply(tellStaff(account), { etag: tagOfStaff(account) });
}

/** A login changes what is told, and not what a change is based on. */
export function tagOfStaff(account: StaffAccount): string {
  return `${staffStamp(account)}.${versionOf(JSON.stringify(tellStaff(account)))}`;
}

/** What a change of staff is refused with. */
export const staffProblems = ['forbidden', 'against-rules'] as const;

export function refuseStaff({ why }: Refused): Refusal {
  if (why === 'unknown') return refuse('not-found');
  if (why === 'not-owner') return refuse('forbidden');
  return refuseByRules({ is: why });
}
