import type { Check } from '../kind.ts';
import type { MessageSubject } from '../subject.ts';

/** Whether a message has enough to compare it by: a text that is long enough, or an attachment. */
export const comparable: Check<MessageSubject, number> = {
  what: 'length',
  holds: ({ content, attachments }, least) =>
    content.fingerprint !== null && (attachments > 0 || content.length >= least),
  why: ({ content, attachments }, least) =>
    `${content.length} of at least ${least} characters${attachments > 0 ? ', and an attachment' : ''}`,
};
