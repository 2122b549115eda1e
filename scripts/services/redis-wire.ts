import { connect } from 'node:net';

/**
 * Asks a Redis on this machine one thing in its inline form and gives its first line (`+PONG`, `-LOADING …`);
 * undefined when nobody answers. No client library: it only serves to see whether a server is there.
 */
export function askRedis(
  port: number,
  password: string | undefined,
  question: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let heard = '';
    const settle = () => {
      socket.destroy();
      const lines = heard.split('\r\n').filter(Boolean);
      resolve(lines[password ? 1 : 0]);
    };
    socket.setTimeout(2_000, settle);
    socket.once('error', settle);
    socket.once('close', settle);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      const expected = password && heard.startsWith('+') ? 2 : 1;
      if (heard.split('\r\n').length > expected) settle();
    });
    socket.write(`${password ? `AUTH ${password}\r\n` : ''}${question}\r\n`);
  });
}
