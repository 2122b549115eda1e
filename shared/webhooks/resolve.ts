import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { SECOND } from '../core/clock.ts';
import { isPublicAddress } from './address.ts';

export type Resolved =
  /** One at least, in the order in which they are to be tried. */
  | { is: 'found'; addresses: LookupAddress[] }
  | { is: 'unknown' }
  /** It leads into a private network, or to this machine. */
  | { is: 'private'; address: string };

/** Finds the addresses of a host; none where nobody knows it. */
export type Lookup = (host: string) => Promise<LookupAddress[]>;

/**
 * Which addresses a host, as a URL has it, is asked at. Unless private ones are allowed, each of its addresses has to be
 * public, not only those that are used: a name that leads to both is a trick. Tests hand in a `lookup` of their own.
 */
export async function resolve(host: string, allowPrivate: boolean, lookup?: Lookup): Promise<Resolved> {
  const literal = host.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  const ask = lookup ?? (allowPrivate ? askSystem : askNameServers);
  const found = family === 0 ? await ask(host) : [{ address: literal, family }];
  const hidden = allowPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address));
  if (hidden) return { is: 'private', address: hidden.address };
  return found.length > 0 ? { is: 'found', addresses: found.slice(0, mostTried) } : { is: 'unknown' };
}

const mostTried = 4; // a name may have hundreds, and whoever makes webhooks chooses them

/**
 * Not through the system: that keeps one of the process' few threads waiting for each name, and whoever makes webhooks
 * chooses the name servers.
 */
async function askNameServers(host: string): Promise<LookupAddress[]> {
  const resolver = new dns.Resolver({ timeout: 2 * SECOND, tries: 2 });
  const [four, six] = await Promise.all([
    resolver.resolve4(host).catch(nobody),
    resolver.resolve6(host).catch(nobody),
  ]);
  return [
    ...four.map((address) => ({ address, family: 4 })),
    ...six.map((address) => ({ address, family: 6 })),
  ];
}

/** Names of a private network may stand in this machine's own files. */
function askSystem(host: string): Promise<LookupAddress[]> {
  return dns.lookup(host, { all: true }).catch(nobody);
}

/** Unknown, or no name server answers: either way it is tried later. */
function nobody(): [] {
  return [];
}
