import { isIPv6 } from 'node:net';
import type { Context, Deps } from '../context.ts';

/** The hosts at which this very server is reached: the one people see, the one asked for, and the address it is bound to. */
export function ownHosts(
  { host, req }: Pick<Context, 'host' | 'req'>,
  { WEB_ORIGIN }: Pick<Deps['config'], 'WEB_ORIGIN'>,
): string[] {
  const { localAddress = '127.0.0.1', localPort = 80 } = req.socket;
  const address = isIPv6(localAddress) ? `[${localAddress}]` : localAddress;
  return [...(WEB_ORIGIN ? [new URL(WEB_ORIGIN).host] : []), host, `${address}:${localPort}`];
}
