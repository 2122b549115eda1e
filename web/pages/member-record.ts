import { usagesOf } from '../../shared/analytics/usages-of-user.ts';
import { activeDays } from '../../shared/bytes/active-days.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { askTogether } from '../../shared/db/together.ts';
import { listAttachments } from '../../shared/files/attachment-list.ts';
import { listCases } from '../../shared/moderation/case-list.ts';
import { type MemberTotals, totalsByGuild } from '../../shared/moderation/member-totals.ts';
import { caseKinds } from '../../shared/moderation/model.ts';
import { squadsOfUser } from '../../shared/squads/of-user.ts';
import { type Membership, namedRoles } from '../../shared/sync/profile.ts';
import type { Deps } from '../context.ts';
import { viewCase } from './case-view.ts';
import { viewUsage } from './usage-view.ts';
import { firstDay, viewActivity, viewFile } from './user-activity.ts';

const rows = 5;

/** The latest of what a member did and what was done to them `here`; and in all these guilds their squads, and how much was done. */
export async function readRecord(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  user: Snowflake,
  { here, guilds }: { here: Pick<Membership, 'guild' | 'roles'>; guilds: readonly Snowflake[] },
) {
  const { guild } = here;
  const now = clock();
  const [cases, files, [active, roles, totals, squads, commands]] = await Promise.all([
    listCases({ db }, [guild], { user, limit: rows }),
    listAttachments({ db }, guild, { user, limit: rows }),
    askTogether(db, [
      activeDays([guild], user, firstDay(now)),
      namedRoles(guild, here.roles),
      totalsByGuild(user, guilds),
      squadsOfUser(user, guilds),
      usagesOf(user, { guilds: [guild], limit: rows }),
    ]),
  ]);
  return {
    roles,
    totals,
    squads,
    cases: cases.map(viewCase),
    files: files.map(viewFile),
    commands: commands.map(viewUsage),
    activity: viewActivity(active, now),
  };
}

const plurals = {
  note: ['note', 'notes'],
  warn: ['warning', 'warnings'],
  timeout: ['timeout', 'timeouts'],
  untimeout: ['end of a timeout', 'ends of timeouts'],
  kick: ['kick', 'kicks'],
  ban: ['ban', 'bans'],
  unban: ['end of a ban', 'ends of bans'],
} as const;

/** “2 warnings, 1 timeout; 1 warning counts now”. */
export function recordInWords(
  { cases, activeWarnings }: MemberTotals = { cases: {}, activeWarnings: 0 },
): string {
  const parts = caseKinds.flatMap((kind) => {
    const many = cases[kind] ?? 0;
    return many > 0 ? [`${many.toLocaleString('en')} ${plurals[kind][many === 1 ? 0 : 1]}`] : [];
  });
  if (parts.length === 0) return 'Nothing';
  const counting = `${activeWarnings.toLocaleString('en')} ${activeWarnings === 1 ? 'warning counts' : 'warnings count'} now`;
  return `${parts.join(', ')}${activeWarnings > 0 ? `; ${counting}` : ''}`;
}
