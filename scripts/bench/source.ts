import type { Socket } from 'node:net';
import { encodeLoad, type Load, textFrame } from './frames.ts';
import { openGateway } from './gateway.ts';

/**
 * The frame source, a process of its own: as much of Discord as a client needs to identify, then the load as fast as
 * the socket takes it. It says `ready` with its port, `identified` when a client is in, and sends the load on `go`.
 */
const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const chunks = encodeLoad(load, 2);
let socket: Socket | undefined;

const port = await openGateway({
  welcomed(to) {
    socket = to;
    process.send?.({ is: 'identified' });
  },
  resumed: resume,
});
process.send?.({ is: 'ready', port });
process.on('message', () => socket && pour(socket, 0));
process.on('disconnect', () => process.exit());

/** A client that had let go of its socket gets what it has not seen; a chunk more than that does no harm. */
function resume(to: Socket, seen: number): void {
  to.write(textFrame(JSON.stringify({ op: 0, t: 'RESUMED', s: seen, d: {} })));
  process.send?.({ is: 'resumed' });
  pour(to, seen);
}

function pour(to: Socket, seen: number): void {
  const from = chunks.findIndex(({ last }) => last > seen);
  const go = async () => {
    for (const { bytes } of from === -1 ? [] : chunks.slice(from)) {
      if (to.destroyed) return;
      if (!to.write(bytes)) await drained(to);
    }
  };
  go().catch((error: unknown) => process.send?.({ is: 'failed', error: String(error) }));
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.once('drain', go).once('close', go);
  });
}
