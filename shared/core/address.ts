import { isIP } from 'node:net';

/** An IP address as it is stored: IPv4 also where it comes as IPv6, without the zone of a link-local one. Null: it is none. */
export function addressOf(text: string | undefined): string | null {
  const address = text?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '') ?? '';
  return isIP(address) ? address : null;
}
