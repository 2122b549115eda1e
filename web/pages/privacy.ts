import { whole } from '../../shared/analytics/truncate-addresses.ts';
import { type Page, show } from '../http/page.ts';
import { inWords, listKept } from './privacy-kept.ts';

const template = new URL('./privacy.pug', import.meta.url);

/** What is kept of people, and for how long. For anyone, without a session. */
export const privacy: Page = {
  method: 'get',
  path: '/privacy',
  access: 'public',
  handle: (ctx, deps) =>
    show(ctx, deps, template, {
      title: 'Privacy',
      wide: true,
      kept: listKept(deps.config.RETENTION),
      addresses: inWords(whole),
    }),
};
