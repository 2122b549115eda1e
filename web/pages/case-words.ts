import type { Actor } from '../../shared/core/actor.ts';
import type { ViewedCase } from '../../shared/moderation/case-view.ts';
import type { CaseKind } from '../../shared/moderation/model.ts';
import type { WebResolved } from '../resolve-cases.ts';
import type { Tag } from './firing-words.ts';

export const kindTitles: Readonly<Record<CaseKind, string>> = {
  note: 'Note',
  warn: 'Warning',
  timeout: 'Timeout',
  untimeout: 'End of a timeout',
  kick: 'Kick',
  ban: 'Ban',
  unban: 'End of a ban',
};

/** What lists of cases may be narrowed to. */
export const stateTitles = {
  open: 'Open',
  resolved: 'Resolved',
  failed: 'Discord refused',
} as const;

/** What taking a case of that kind back comes to. */
export const undoings: Readonly<Record<CaseKind, string>> = {
  note: 'Nothing: a note did nothing.',
  warn: 'The warning no longer counts.',
  timeout: 'The timeout is lifted.',
  untimeout: 'Nothing: give another timeout.',
  kick: 'Nothing: they may come back by an invite.',
  ban: 'The ban is revoked.',
  unban: 'Nothing: ban them again.',
};

/** What stands after the name of who opened a case; a member needs no word. */
export const actorKinds: Readonly<Record<Actor['kind'], string>> = {
  staff: 'in the panel',
  key: 'by the API',
  member: '',
  system: 'by itself',
};

export const kindOptions = Object.entries(kindTitles).map(([value, text]) => ({ value, text }));
export const stateOptions = Object.entries(stateTitles).map(([value, text]) => ({ value, text }));

export const appealStates: Readonly<Record<NonNullable<ViewedCase['appeal']>['state'], Tag>> = {
  open: { text: 'Waits for an answer', tone: 'warn' },
  accepted: { text: 'Accepted', tone: 'good' },
  rejected: { text: 'Rejected', tone: 'plain' },
};

export function warningInWords(
  { withdrawnAt, expiresAt }: NonNullable<ViewedCase['warning']>,
  now: number,
): Tag & { until?: Date } {
  if (withdrawnAt) return { text: 'Withdrawn', tone: 'plain' };
  if (!expiresAt) return { text: 'Counts for good', tone: 'warn' };
  if (expiresAt.getTime() <= now) return { text: 'Expired', tone: 'plain' };
  return { text: 'Counts', tone: 'warn', until: expiresAt };
}

/** Said once it is done. */
export function resolvedInWords(done: readonly WebResolved[]): string {
  const resolved = done.flatMap((one) => (one.is === 'resolved' ? [one] : []));
  const lifted = resolved.reduce((sum, one) => sum + one.lifted.length, 0);
  const before = done.filter(({ is }) => is === 'already').length;
  const underWay = done.filter(({ is }) => is === 'under-way').length;
  const refused = done.filter(({ is }) => is === 'refused').length;
  const parts = [
    resolved.length === 1 ? 'The case is resolved.' : '',
    resolved.length > 1 || done.length === 0 ? `${count(resolved.length)} cases are resolved.` : '',
    before > 0 ? `${before === 1 ? '1 was' : `${count(before)} were`} resolved already.` : '',
    lifted > 0
      ? `Discord is asked to take back ${lifted === 1 ? '1 timeout or ban' : `${count(lifted)} timeouts and bans`}.`
      : '',
    underWay > 0
      ? `${count(underWay)} stay open: a ban that ends by itself is resolved when it has ended, or undone.`
      : '',
    refused > 0
      ? `${count(refused)} are not yours to change: they are about you, or you could not do that in Discord.`
      : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function count(amount: number): string {
  return amount.toLocaleString('en');
}
