import type { ListedAppeal } from '../../shared/moderation/appeals.ts';
import type { ViewedCase } from '../../shared/moderation/case-view.ts';
import { caseHref } from './case-view.ts';
import { kindTitles, undoings } from './case-words.ts';
import { appealTags } from './report-words.ts';

/** An appeal as pages show it. */
export function viewAppeal(appeal: ListedAppeal) {
  const {
    id,
    guild,
    user,
    userName,
    case: number,
    kind,
    reason,
    endsAt,
    resolvedAt,
    state,
    ...rest
  } = appeal;
  const base = `/admin/guilds/${guild}`;
  return {
    ...rest,
    state,
    href: `${base}/appeals/${id}`,
    member: { user, name: userName ?? user, href: `${base}/members/${user}` },
    tag: appealTags[state],
    case: {
      reason,
      endsAt,
      resolvedAt,
      href: caseHref(guild, number),
      text: `Case ${number.toLocaleString('en')}, ${kindTitles[kind].toLowerCase()}`,
    },
  };
}

/** What accepting an appeal of that case comes to, in words. */
export function undoingOf({
  kind,
  effect,
  resolvedAt,
  ledTo,
}: Pick<ViewedCase, 'kind' | 'effect' | 'resolvedAt' | 'ledTo'>): string {
  if (resolvedAt)
    return `The case is resolved already. ${undoings[kind]} Where that was done already, nothing more.`;
  if (effect === 'failed')
    return 'The case is resolved. Discord had refused it: there is nothing to take back.';
  const followed =
    ledTo === null ? '' : ` Case ${ledTo.toLocaleString('en')}, which followed from it, is taken back.`;
  return `${undoings[kind]}${followed}`;
}
