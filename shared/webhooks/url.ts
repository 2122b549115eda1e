import { isIP } from 'node:net';
import { z } from 'zod';
import { isPublicAddress } from './address.ts';

const longest = 2_048; // characters, as the table has it
const tooLong = { error: '2,048 characters are the most.', abort: true };
const unfit = { error: 'A whole address, such as https://example.com/hook.', abort: true };

/** Where a webhook is sent, as the URL standard writes it. Who is reached there is checked whenever it is sent (post.ts). */
export const WebhookUrl = z
  .string('Type an address.')
  .trim()
  .max(longest, tooLong)
  .refine((text) => !/[\s\p{Cc}]/u.test(text) && URL.canParse(text), unfit)
  .refine((text) => /^https?:$/.test(new URL(text).protocol), {
    error: 'Only addresses with https://.',
    abort: true,
  })
  .refine((text) => new URL(text).username === '' && new URL(text).password === '', {
    error: 'No user name or password in it: what is sent is signed.',
    abort: true,
  })
  .overwrite((text) => {
    const url = new URL(text);
    url.hash = ''; // it is never sent
    return url.href;
  })
  .max(longest, tooLong);

/** Of an address, what tells nobody a secret: that is often in the path, or the query. */
export function originOf(text: string): string {
  const { origin, href } = new URL(text);
  return href === `${origin}/` ? origin : `${origin}/…`;
}

/** What of an address can be told to be out of reach without asking anybody; undefined: nothing. */
export function outOfReach(text: string, allowPrivate: boolean): string | undefined {
  if (allowPrivate) return undefined;
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:') return 'Only addresses with https://.';
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isHidden = isIP(host) === 0 ? /^(localhost|.+\.localhost)$/.test(host) : !isPublicAddress(host);
  return isHidden ? 'It is in a private network: only public addresses can be told.' : undefined;
}
