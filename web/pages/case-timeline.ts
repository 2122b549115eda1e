import type { ViewedCase } from '../../shared/moderation/case-view.ts';

interface Entry {
  at: Date;
  what: string;
  by?: string | null | undefined;
  text?: string | null | undefined;
}

/** What happened to a case, first things first. */
export function timelineOf(one: ViewedCase): Entry[] {
  const { createdAt, actorName, notes, warning, appeal, resolvedAt, resolvedBy, resolvedNote } = one;
  const entries: Entry[] = [
    { at: createdAt, what: 'Opened', by: actorName },
    ...notes.map(({ at, by, text }) => ({ at, what: 'Noted', by, text })),
  ];
  if (warning?.withdrawnAt)
    entries.push({ at: warning.withdrawnAt, what: 'Warning withdrawn', by: warning.withdrawnBy });
  if (appeal) entries.push({ at: appeal.createdAt, what: 'Appealed', text: appeal.text });
  if (resolvedAt) entries.push({ at: resolvedAt, what: 'Resolved', by: resolvedBy, text: resolvedNote });
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
