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
  /** Milliseconds since 1970. */
  now: number;
}

/** A case as the member whose it is may see it. */
export function viewOwnCase(
  one: Pick<ListedCase, 'number' | 'kind' | 'reason' | 'createdAt' | 'endsAt' | 'resolvedAt'>,
  { t, base, takes, appeal, now }: Around,
) {
  const { kind, number, reason, createdAt, endsAt } = one;
  const why = appeal ? undefined : whyNot(one, { t, takes });
  return {
    number: formatCount(number),
    href: `${base}/${number}`,
    kind: kind === 'note' ? '' : t.kinds[kind],
    reason,
    at: createdAt,
    tag: standing(one, t, now),
    until: one.resolvedAt || (endsAt?.getTime() ?? 0) <= now ? undefined : endsAt,
    appeal: appeal && { ...appealTags[appeal], text: t.appeals[appeal] },
    mayAppeal: !appeal && why === undefined,
    why,
  };
}

function standing(
  { endsAt, resolvedAt }: Pick<ListedCase, 'endsAt' | 'resolvedAt'>,
  t: OwnPlace['t'],
  now: number,
): Tag | undefined {
  if (resolvedAt || (endsAt && endsAt.getTime() <= now)) return { text: t.states.over, tone: 'plain' };
  return endsAt ? { text: t.states.inForce, tone: 'warn' } : undefined;
}

/** In words, why it cannot be appealed; undefined where it can. */
function whyNot(
  one: Pick<ListedCase, 'kind' | 'resolvedAt'>,
  { t, takes }: Pick<Around, 't' | 'takes'>,
): string | undefined {
  if (!takes) return t.notAppealable.off;
  if (isAppealable(one)) return undefined;
  return one.resolvedAt && isAppealable({ ...one, resolvedAt: null })
    ? t.notAppealable.over
    : t.notAppealable.kind;
}

export function viewOwnAppeal(
  { text, state, answer, createdAt }: NonNullable<ViewedCase['appeal']>,
  t: OwnPlace['t'],
) {
  return { text, state, answer, at: createdAt, tag: { ...appealTags[state], text: t.appeals[state] } };
}
