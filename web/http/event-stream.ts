import { PassThrough } from 'node:stream';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Context } from '../context.ts';

/** Then the browser comes back by itself, and its session is looked at again. */
const life = MINUTE;

export interface EventStream {
  /** Any text; it arrives as JSON, which keeps it on one line. */
  send(text: string): void;
  end(): void;
}

/** Answers with server-sent events (HTML standard, section 9.2). `onEnd` runs once, whoever ends it. */
export function streamEvents(ctx: Context, onEnd: () => void): EventStream {
  const body = new PassThrough();
  const timer = setTimeout(() => body.end(), life).unref();
  body.once('close', () => {
    clearTimeout(timer);
    onEnd();
  });
  body.write('retry: 1000\n\n');
  ctx.type = 'text/event-stream';
  ctx.set('X-Accel-Buffering', 'no'); // proxies would hold events back
  ctx.body = body;
  return {
    send: (text) => void (body.writable && body.write(`data: ${JSON.stringify(text)}\n\n`)),
    end: () => void body.end(),
  };
}
