import { type Page, show } from '../http/page.ts';

const template = new URL('./landing.pug', import.meta.url);

/** What the system is, for anyone. Served without a session. */
export const landing: Page = {
  method: 'get',
  path: '/',
  access: 'public',
  handle: (ctx, deps) => show(ctx, deps, template, { title: 'Bytes for Discord communities', wide: true }),
};
