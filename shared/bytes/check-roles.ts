import { z } from 'zod';
import { MINUTE } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type WantedGrant, wantGrants } from './earned-roles.ts';

const rest = 10 * MINUTE; // every refusal counts against the bot, and anybody may ask

const Row = z.object({
  role: z.string(),
  state: z.enum(['wanted', 'granted', 'failed']),
  why: z.string().nullable(),
});

export interface CheckedRoles {
  /** All that the member earned, and how it stands. */
  roles: z.infer<typeof Row>[];
  /** What Discord is to be asked for. */
  grants: WantedGrant[];
}

/**
 * Notes what a member has earned, and wants again what Discord refused a while ago. Asked again it answers the same until
 * Discord has.
 */
export function checkRoles(
  { db }: { db: Knex },
  { guild, user, now }: { guild: Snowflake; user: Snowflake; now: number },
): Promise<CheckedRoles> {
  return transact(db, async (trx) => {
    const refused = { guild_id: guild, user_id: user, state: 'failed' };
    await trx('role_grants')
      .where(refused)
      .where('changed_at', '<', new Date(now - rest))
      .update({ state: 'wanted', why: null, changed_at: new Date(now) });
    const grants = await wantGrants(trx, [{ guild, user }]);
    const rows: unknown[] = await trx('role_grants AS g')
      .leftJoin('bytes_roles AS r', { 'r.guild_id': 'g.guild_id', 'r.role_id': 'g.role_id' })
      .where({ 'g.guild_id': guild, 'g.user_id': user })
      .orderBy(['r.threshold', 'g.role_id'])
      .select('g.role_id AS role', 'g.state', 'g.why');
    return { roles: z.array(Row).parse(rows), grants };
  });
}
