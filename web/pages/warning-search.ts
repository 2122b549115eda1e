import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import {
  type ListedWarning,
  listWarnings,
  warningStates as states,
} from '../../shared/moderation/warning-list.ts';
import type { PageDeps } from '../http/page.ts';
import { Words } from '../http/query.ts';
import { whoseIn } from './case-search.ts';
import { caseHref } from './case-view.ts';
import type { Tag } from './firing-words.ts';

const rows = 50;

const Query = z.object({
  member: Words,
  state: z.enum(states).optional().catch(undefined),
  guild: Snowflake.optional().catch(undefined),
  before: Snowflake.optional().catch(undefined),
});

const warningTags: Record<ListedWarning['state'], Tag> = {
  active: { text: 'Counts', tone: 'warn' },
  expired: { text: 'Expired', tone: 'plain' },
  withdrawn: { text: 'Withdrawn', tone: 'plain' },
};
export const warningStates = states.map((value) => ({ value, text: warningTags[value].text }));

export function readWarningQuery(asked: unknown) {
  return Query.parse(asked);
}

/** A page of the warnings that are asked for, newest first; `guilds` null stands for every guild. */
export async function searchWarnings(
  deps: Pick<PageDeps, 'db'>,
  guilds: Snowflake[] | null,
  { member, state, before }: z.infer<typeof Query>,
) {
  const whose = await whoseIn(deps, guilds, member);
  const isNobody = whose.is === 'nobody' || whose.is === 'several';
  const user = whose.is === 'one' ? whose.user : undefined;
  const found = isNobody ? [] : await listWarnings(deps, guilds, { user, state, before, limit: rows + 1 });
  return {
    whose,
    warnings: found.slice(0, rows).map(viewWarning),
    last: found.length > rows ? found[rows - 1] : undefined,
  };
}

/** A warning as tables show it. */
export function viewWarning(one: ListedWarning) {
  const { guild, guildName, user, userName, reason, by, createdAt, expiresAt, withdrawnBy, number } = one;
  return {
    guild,
    guildName,
    member: { user, name: userName ?? user, href: `/admin/guilds/${guild}/members/${user}` },
    reason,
    by,
    at: createdAt,
    expiresAt,
    withdrawnBy,
    state: warningTags[one.state],
    case: { number, href: caseHref(guild, number) },
  };
}
