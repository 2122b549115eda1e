import { usagesOf } from '../../shared/analytics/usages-of-user.ts';
import { activeDays } from '../../shared/bytes/active-days.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { askTogether } from '../../shared/db/together.ts';
import { filesOfUser } from '../../shared/files/of-user.ts';
import { listCases } from '../../shared/moderation/case-list.ts';
import { totalsByGuild } from '../../shared/moderation/member-totals.ts';
import { listWarnings } from '../../shared/moderation/warning-list.ts';
import { squadsOfUser } from '../../shared/squads/of-user.ts';
import type { Deps } from '../context.ts';
import { viewCase } from './case-view.ts';
import { namesOf } from './seen-guilds.ts';
import { viewUsage } from './usage-view.ts';
import { firstDay, viewActivity, viewFile } from './user-activity.ts';
import { viewWarning } from './warning-search.ts';

const rows = 8;

/**
 * The latest of what a user did and what was done to them: in the guilds where they are a `member`, and where that does
 * not need a member, in all that are `visible` (null: everywhere).
 */
export async function readUserRecord(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  user: Snowflake,
  { member, visible }: { member: readonly Snowflake[]; visible: readonly Snowflake[] | null },
) {
  const now = clock();
  const [cases, warnings, files, [active, totals, squads, commands]] = await Promise.all([
    listCases({ db }, visible, { user, limit: rows }),
    listWarnings({ db }, visible, { user, limit: rows }),
    filesOfUser({ db }, user, { guilds: member, limit: rows }),
    askTogether(db, [
      activeDays(member, user, firstDay(now)),
      totalsByGuild(user, member),
      squadsOfUser(user, member),
      usagesOf(user, { guilds: visible, limit: rows }),
    ]),
  ]);
  return {
    isEmpty: cases.length + warnings.length + commands.length === 0,
    /** Where nothing is known of the user but what was done to them. */
    calledThere: cases[0]?.userName ?? null,
    totals,
    squads,
    guildNames: namesOf([...cases, ...warnings]),
    cases: cases.map(viewCase),
    warnings: warnings.map(viewWarning),
    files: files.map(viewFile),
    commands: commands.map(viewUsage),
    activity: viewActivity(active, now),
  };
}
