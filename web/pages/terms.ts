import { type Page, show } from '../http/page.ts';

const template = new URL('./terms.pug', import.meta.url);

/** On which terms the bot may be used. For anyone, without a session. */
export const terms: Page = {
  method: 'get',
  path: '/terms',
  access: 'public',
  handle: (ctx, deps) => show(ctx, deps, template, { title: 'Terms', wide: true }),
};
