import type { Middleware } from '../context.ts';
import type { Render } from '../http/render.ts';

const template = new URL('./landing.pug', import.meta.url);

/** What the system is, for anyone. */
export function showLanding({ render }: { render: Render }): Middleware {
  return (ctx) => {
    ctx.type = 'html';
    ctx.body = render(ctx, template, { title: 'Bytes for Discord communities', wide: true });
  };
}
