import type { Config } from './config.ts';

/** Where people find the web tier: what it is called outside, else where it listens on this machine. */
export function originOf(
  { WEB_ORIGIN, WEB_BIND, WEB_PORT }: Pick<Config, 'WEB_ORIGIN' | 'WEB_BIND' | 'WEB_PORT'>,
  port = WEB_PORT,
): string {
  return WEB_ORIGIN ? new URL(WEB_ORIGIN).origin : localOrigin(WEB_BIND, port);
}

/** Where the web tier can be reached from this machine, whatever it is called outside. */
export function localOrigin(bind: string, port: number): string {
  const host = bind === '0.0.0.0' ? '127.0.0.1' : bind === '::' ? '::1' : bind;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
