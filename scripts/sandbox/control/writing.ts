import { largestFile, longestContent, mostFiles } from '../limits.ts';
import { Cannot } from '../world/cannot.ts';
import type { FileOrder } from './attachments.ts';

const longestWithNitro = 4_000; // characters

/** What somebody types and attaches. */
export interface Writing {
  /** Some greeting where left out and nothing is attached. */
  content?: string;
  attachments?: FileOrder[];
  /** Has Nitro: 4000 characters instead of 2000. */
  nitro?: boolean;
}

export function contentOf({ content, attachments = [] }: Writing): string {
  return content ?? (attachments.length > 0 ? '' : 'hello');
}

/** Throws `Cannot` where Discord's client or servers would not take it. */
export function mustBeSendable(writing: Writing): void {
  const { attachments = [], nitro = false } = writing;
  const content = contentOf(writing);
  if (content.trim() === '' && attachments.length === 0) throw new Cannot('an empty message cannot be sent');
  if (content.length > (nitro ? longestWithNitro : longestContent))
    throw new Cannot('the message is too long to be sent');
  if (attachments.length > mostFiles) throw new Cannot(`a message has at most ${mostFiles} files`);
  const large = attachments.find(({ size = 0 }) => size > largestFile);
  if (large) throw new Cannot(`${large.filename} is larger than ${largestFile} bytes`);
}
