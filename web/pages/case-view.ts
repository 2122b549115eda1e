import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { ListedCase } from '../../shared/moderation/case-list.ts';
import { kindTitles, undoings } from './case-words.ts';
import { caseTags } from './firing-words.ts';

/** A case as tables show it. */
export function viewCase(one: ListedCase) {
  const { id, guild, number, kind, user, userName, actorName, reason, createdAt, resolvedAt } = one;
  return {
    id,
    guild,
    number,
    href: caseHref(guild, number),
    kind: kindTitles[kind],
    member: { user, name: userName ?? user, href: `/admin/guilds/${guild}/members/${user}` },
    reason,
    by: actorName,
    at: createdAt,
    tags: caseTags(one),
    answer: one.answer,
    until: resolvedAt || one.effect === 'failed' ? null : one.endsAt,
    resolved: resolvedAt !== null,
    undoing: undoings[kind],
  };
}

export function caseHref(guild: Snowflake, number: number): string {
  return `/admin/guilds/${guild}/cases/${number}`;
}
