import { invisibleSigns } from '../../shared/core/plain-text.ts';
import type { FileAttachment } from '../../shared/files/model.ts';
import type { Decision } from '../../shared/files/settings.ts';
import { deletions, type Tag } from './firing-words.ts';

/** What a rule says, as it is chosen. */
export const decisionChoices: Record<Decision, { text: string; help: string }> = {
  allow: { text: 'Allow', help: 'Nothing happens.' },
  warn: { text: 'Warn', help: 'The message stays, and the text is posted below it.' },
  block: { text: 'Block', help: 'The message is deleted, and the text is posted with a ping.' },
};

export const decisionTags: Record<FileAttachment['decision'], Tag> = {
  allow: { text: 'Allowed', tone: 'good' },
  warn: { text: 'Warned', tone: 'warn' },
  block: { text: 'Blocked', tone: 'bad' },
  exempt: { text: 'Exempt', tone: 'plain' },
  off: { text: 'Not enforced', tone: 'plain' },
};

export function tagsOf({ decision, deletion }: Pick<FileAttachment, 'decision' | 'deletion'>): Tag[] {
  return [decisionTags[decision], ...(deletion === 'none' ? [] : [deletions[deletion]])];
}

const most = { head: 40, tail: 24 }; // characters of a name

/**
 * A file's name as it is, for people to judge: signs that show nothing or turn the direction of writing are written out, so
 * that `photo<U+202E>gnp.exe` cannot pose as a picture. Of a long one both ends are shown.
 */
export function plainName(name: string): string {
  const signs = [...name].map((sign) => sign.replace(invisibleSigns, code));
  if (signs.length <= most.head + most.tail + 1) return signs.join('');
  return `${signs.slice(0, most.head).join('')}…${signs.slice(-most.tail).join('')}`;
}

function code(sign: string): string {
  return `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}

const steps = ['B', 'kB', 'MB', 'GB'];

/** Bytes as people read them: 1,200,000 is 1.2 MB. */
export function sizeInWords(bytes: number): string {
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const amount = bytes / 1_000 ** step;
  return `${amount.toLocaleString('en', { maximumFractionDigits: amount < 10 && step > 0 ? 1 : 0 })} ${steps[step]}`;
}
