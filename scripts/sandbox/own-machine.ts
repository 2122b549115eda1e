import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from this machine by intent: addressed to it by name (a foreign name that points here would
 * be DNS rebinding), and not sent by a web page from elsewhere. Programs other than browsers send no Origin.
 */
export function isOwn({ headers }: IncomingMessage): boolean {
  const { host, origin } = headers;
  if (host === undefined || !isLoopback(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i.test(host);
}
