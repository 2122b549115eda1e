import { z } from 'zod';

const longest = 2_048; // characters, as the table has it
const tooLong = { error: '2,048 characters are the most.', abort: true };
const unfit = { error: 'A whole address, such as https://example.com/page.', abort: true };

/** Where a short link leads, as the URL standard writes it. */
export const RedirectTarget = z
  .string('Type an address.')
  .trim()
  .max(longest, tooLong)
  .refine((text) => !/[\s\p{Cc}]/u.test(text) && URL.canParse(text), unfit)
  .refine((text) => /^https?:$/.test(new URL(text).protocol), {
    error: 'Only addresses with http:// or https://.',
    abort: true,
  })
  .refine((text) => new URL(text).username === '' && new URL(text).password === '', {
    error: 'No user name or password in it: everybody who follows the link would get them.',
    abort: true,
  })
  .overwrite((text) => new URL(text).href)
  .max(longest, tooLong);

/**
 * Whether a target is at one of these hosts (`bot.example`, `127.0.0.1:3000`), whatever its scheme: from there it could
 * lead back.
 */
export function leadsTo(target: string, hosts: readonly string[]): boolean {
  const there = placeOf(new URL(target));
  return hosts.some((host) => URL.canParse(`http://${host}`) && placeOf(new URL(`http://${host}`)) === there);
}

/** This machine has many names. */
const loopback =
  /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:(7f[\da-f]{2}:[\da-f]+|0:0)\])$/;
/** A proxy may lead from one to the other. */
const usual = new Set(['', '80', '443']);

function placeOf({ hostname, port }: URL): string {
  const name = hostname.replace(/\.$/, '');
  return `${loopback.test(name) ? 'localhost' : name}:${usual.has(port) ? '' : port}`;
}
