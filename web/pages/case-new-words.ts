import { SECOND } from '../../shared/core/clock.ts';
import type { Refusal } from '../../shared/moderation/act-rules.ts';
import type { CaseKind } from '../../shared/moderation/model.ts';
import type { Moderated } from '../moderate.ts';
import type { CaseOrder } from './case-order.ts';
import { lasting } from './firing-words.ts';

/** What becomes of a member, and what the button says. */
const deeds: Readonly<Record<CaseKind, { becomes: string; verb: string; harms?: true }>> = {
  note: { becomes: 'Noted, for moderators only', verb: 'Note on' },
  warn: { becomes: 'Warned', verb: 'Warn' },
  timeout: { becomes: 'Timed out', verb: 'Time out' },
  untimeout: { becomes: 'The timeout ends', verb: 'End the timeout of' },
  kick: { becomes: 'Kicked', verb: 'Kick', harms: true },
  ban: { becomes: 'Banned', verb: 'Ban', harms: true },
  unban: { becomes: 'The ban ends', verb: 'Unban' },
};

export function becomes({ kind, seconds, deleteMessageSeconds }: CaseOrder): string {
  const parts = [
    deeds[kind].becomes,
    seconds === null ? '' : `for ${lasting(seconds * SECOND)}`,
    deleteMessageSeconds > 0
      ? `with the messages of the last ${lasting(deleteMessageSeconds * SECOND)} deleted`
      : '',
  ];
  return `${parts.filter(Boolean).join(' ')}.`;
}

export function verbOf({ kind }: Pick<CaseOrder, 'kind'>, members: number): string {
  const whom = members === 1 ? 'the member' : `${members.toLocaleString('en')} members`;
  return `${deeds[kind].verb} ${whom}`;
}

export function toneOf({ kind }: Pick<CaseOrder, 'kind'>): 'bad' | undefined {
  return deeds[kind].harms && 'bad';
}

export function refusalInWords(refusal: Refusal): string {
  switch (refusal.is) {
    case 'self':
      return 'That is you.';
    case 'owner':
      return 'Nobody can do anything to the owner of the guild.';
    case 'bot-itself':
      return 'That is this bot.';
    case 'is-a-bot':
      return 'That is a bot.';
    case 'not-a-member':
      return 'Is no member of the guild now.';
    case 'not-known-yet':
      return 'May be a member: the members of the guild are not loaded yet.';
    case 'outranks-you':
      return 'Has a role as high as yours, or a higher one.';
    case 'outranks-bot':
      return 'Has a role as high as the bot’s, or a higher one: move the bot’s role up.';
    case 'administrator':
      return 'Discord times out nobody who has Administrator.';
    case 'missing-permission':
      return refusal.who === 'bot'
        ? `The bot lacks the permission ${refusal.permission}.`
        : `You lack the permission ${refusal.permission}.`;
  }
}

/** Said once it is done. */
export function openedInWords(done: readonly Moderated[]): string {
  const opened = done.flatMap((one) => (one.is === 'acted' ? [one.acted] : []));
  const led = opened.reduce((sum, { ladder }) => sum + ladder.length, 0);
  const [first] = opened;
  const parts = [
    opened.length === 1 && first
      ? `Case ${first.case.number.toLocaleString('en')} is opened.`
      : `${opened.length.toLocaleString('en')} cases are opened.`,
    done.length > opened.length
      ? `${(done.length - opened.length).toLocaleString('en')} left out: it may not be done to them.`
      : '',
    led > 0 ? 'By the ladder of warnings more followed.' : '',
  ];
  return parts.filter(Boolean).join(' ');
}
