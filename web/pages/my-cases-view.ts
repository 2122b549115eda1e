import { type AppealState, isAppealable } from '../../shared/moderation/appeals.ts';
import type { ListedCase } from '../../shared/moderation/case-list.ts';
import type { ViewedCase } from '../../shared/moderation/case-view.ts';
import { formatCount } from '../http/format.ts';
import type { Tag } from './firing-words.ts';
import type { OwnPlace } from './my-cases-door.ts';
import { appealTags } from './report-words.ts';

interface Around extends Pick<OwnPlace, 't' | 'base'> {
  /** Whether the guild takes appeals. */
  takes: boolean;
  appeal: AppealState | undefined;
  /** Ids of cases that are resolved and still hold (shared/moderation/standing.ts). */
  standing: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  now: number;
}

/** A case as the member whose it is may see it. */
export function viewOwnCase(
  one: Pick<ListedCase, 'id' | 'number' | 'kind' | 'reason' | 'createdAt' | 'endsAt' | 'resolvedAt'>,
  { t, base, takes, appeal, standing, now }: Around,
) {
  const { id, kind, number, reason, createdAt, endsAt } = one;
  const why = appeal ? undefined : whyNot(one, { t, takes, standing });
  const isOver = (one.resolvedAt && !standing.has(id)) || (endsAt && endsAt.getTime() <= now);
  return {
    number: formatCount(number),
    href: `${base}/${number}`,
    kind: kind === 'note' ? '' : t.kinds[kind],
    reason,
    at: createdAt,
    tag: isOver ? { text: t.states.over, tone: 'plain' } : inForce(one, { t, standing }),
    until: isOver ? undefined : endsAt,
    appeal: appeal && { ...appealTags[appeal], text: t.appeals[appeal] },
    mayAppeal: !appeal && why === undefined,
    why,
  };
}

function inForce(
  { id, endsAt }: Pick<ListedCase, 'id' | 'endsAt'>,
  { t, standing }: Pick<Around, 't' | 'standing'>,
): Tag | undefined {
  return endsAt || standing.has(id) ? { text: t.states.inForce, tone: 'warn' } : undefined;
}

/** In words, why it cannot be appealed; undefined where it can. */
function whyNot(
  one: Pick<ListedCase, 'id' | 'kind' | 'resolvedAt'>,
  { t, takes, standing }: Pick<Around, 't' | 'takes' | 'standing'>,
): string | undefined {
  if (!takes) return t.notAppealable.off;
  if (isAppealable(one, standing)) return undefined;
  return one.resolvedAt && isAppealable({ ...one, resolvedAt: null }, standing)
    ? t.notAppealable.over
    : t.notAppealable.kind;
}

export function viewOwnAppeal(
  { text, state, answer, createdAt }: NonNullable<ViewedCase['appeal']>,
  t: OwnPlace['t'],
) {
  return { text, state, answer, at: createdAt, tag: { ...appealTags[state], text: t.appeals[state] } };
}
