import type { ListedFiring } from '../../shared/automod/firing-list.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import type { Deps } from '../context.ts';
import { caseHref } from './case-view.ts';
import { actionInWords, caseInWords, caseTags, countInWords, kindTitles, outcomes } from './firing-words.ts';

/** Firings as tables show them, with the members' names. */
export async function viewFirings(deps: Pick<Deps, 'db'>, firings: readonly ListedFiring[]) {
  const nameOf = await nameMembers(
    deps,
    firings.map(({ guildId: guild, userId: user }) => ({ guild, user })),
  );
  return firings.map((firing) => viewFiring(firing, nameOf({ guild: firing.guildId, user: firing.userId })));
}

export function viewFiring(firing: ListedFiring, name: string) {
  const { id, guildId: guild, userId: user, source, ruleId, ruleName, ruleKind, case: its } = firing;
  const base = `/admin/guilds/${guild}`;
  return {
    id,
    guild,
    href: `${base}/automod/firings/${id}`,
    at: firing.startedAt,
    member: { user, name, href: `${base}/members/${user}` },
    rule: {
      name: ruleName,
      kind: kindTitles[ruleKind] ?? ruleKind,
      all:
        source === 'rule' ? `${base}/automod/firings?rule=${ruleId}` : `${base}/automod/firings?rule=discord`,
    },
    count: countInWords(firing),
    messages: firing.messages,
    action: actionInWords(firing.action),
    outcome: firing.undoneAt ? ({ text: 'Undone', tone: 'plain' } as const) : outcomes[firing.outcome],
    case: its && { text: caseInWords(its), href: caseHref(guild, its.number), tags: caseTags(its) },
  };
}

/** Where Discord shows a message. */
export function messageLink(guild: Snowflake, channel: Snowflake, message: Snowflake): string {
  return `https://discord.com/channels/${guild}/${channel}/${message}`;
}
