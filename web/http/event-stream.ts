import { PassThrough } from 'node:stream';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Context } from '../context.ts';

/** Then the browser comes back by itself, and its session is looked at again. */
const life = MINUTE;
/** For what is still to be sent at the end; a browser that has stopped reading never takes it. */
const farewell = 2 * SECOND;

export interface EventStream {
  /** Any text; it arrives as JSON, which keeps it on one line. */
  send(text: string): void;
  end(): void;
}

/** Answers with server-sent events (HTML standard, section 9.2). `onEnd` runs once, whoever ends it. */
export function streamEvents(ctx: Context, onEnd: () => void, patience = farewell): EventStream {
  const body = new PassThrough();
  let timer = setTimeout(end, life).unref();
  body.once('close', onEnd);
  ctx.res.once('close', () => {
    clearTimeout(timer);
    body.destroy();
  });

  function end(): void {
    body.end();
    clearTimeout(timer);
    timer = setTimeout(() => {
      ctx.res.destroy();
      body.destroy(); // where the browser was gone before we began
    }, patience).unref();
  }

  body.write('retry: 1000\n\n');
  ctx.type = 'text/event-stream';
  ctx.set('X-Accel-Buffering', 'no'); // proxies would hold events back
  ctx.body = body;
  return {
    send: (text) => void (body.writable && body.write(`data: ${JSON.stringify(text)}\n\n`)),
    end,
  };
}
