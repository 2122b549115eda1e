import type { ServerResponse } from 'node:http';
import type { Sandbox } from '../sandbox.ts';

const apart = 100; // ms between two stirs: one looks again ten times a second at most
const alive = 15_000; // ms; a stream that says nothing for long is taken for dead

/** Server-sent events that only say that something changed: the page asks for what it shows. */
export function follow(sandbox: Sandbox, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write('retry: 1000\n\n');
  let last = 0;
  let timer: NodeJS.Timeout | undefined;
  const say = () => {
    timer = undefined;
    if (response.writableNeedDrain) return; // its reader is slow: it hears when it has caught up
    last = Date.now();
    response.write('data: stir\n\n');
  };
  const stir = () => {
    timer ??= setTimeout(say, Math.max(0, last + apart - Date.now()));
  };
  response.on('drain', stir);
  const beat = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), alive);
  const forget = sandbox.watch(stir);
  response.once('close', () => {
    forget();
    clearTimeout(timer);
    clearInterval(beat);
  });
}
