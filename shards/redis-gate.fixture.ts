import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Gate {
  /** Leads to the Redis behind it. */
  url: string;
  /** Nothing passes any more; connections stay open, as with a network that swallows everything. */
  shut(): void;
  /** What was held back passes. */
  open(): void;
  close(): void;
}

/** A door in front of Redis, so that a test can take Redis away from one client only. */
export async function openGate(redis: string): Promise<Gate> {
  const behind = new URL(redis);
  const sockets = new Set<Socket>();
  const server = createServer((front) => {
    const back = connect(Number(behind.port), behind.hostname);
    for (const socket of [front, back]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        front.destroy();
        back.destroy();
      });
    }
    front.pipe(back);
    back.pipe(front);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the gate has no address');
  return {
    url: Object.assign(new URL(redis), { host: `127.0.0.1:${address.port}` }).href,
    shut() {
      for (const socket of sockets) socket.pause();
    },
    open() {
      for (const socket of sockets) socket.resume();
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
