import { connect } from 'node:net';
import { Problem } from './problem.ts';

/** Checks that somebody listens where a variable points, so that a typing error is told before anything starts. */
export async function reachService(variable: string, url: string, standardPort: number) {
  const { hostname, port } = new URL(url);
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || standardPort) };
  const fault = await new Promise<string | undefined>((resolve) => {
    const socket = connect(target);
    const settle = (outcome?: string) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(10_000, () => settle('no answer within 10 s'));
    socket.once('error', (error) => settle(error.message));
    socket.once('connect', () => settle());
  });
  if (fault)
    throw new Problem(
      `${variable} points to ${target.host}:${target.port}, which cannot be reached: ${fault}.`,
    );
  return { url, stop: async () => {} };
}
