import { randomUUID } from 'node:crypto';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Text } from './demo.ts';

const views = [
  { path: '/admin', route: '/admin', status: 200, ms: 21 },
  { path: '/admin/guilds/1/cases', route: '/admin/guilds/:guildId/cases', status: 200, ms: 44 },
  { path: '/admin/login', route: '/admin/login', status: 429, ms: 3, method: 'POST' },
  { path: '/wp-login.php', route: null, status: 404, ms: 2 },
  { path: '/admin/staff', route: '/admin/staff', status: 403, ms: 6 },
  { path: '/admin/errors', route: '/admin/errors', status: 500, ms: 1_840 },
  { path: '/invite', route: '/:name', status: 302, ms: 4 },
];
const visitors = [
  {
    ip: '198.51.100.23',
    agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    bot: false,
  },
  {
    ip: '192.0.2.140',
    agent: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    bot: true,
  },
  { ip: '2001:db8:4:1::17', agent: null, bot: true },
];

/** Rows of page_views, of the last hours. */
export function visits({ now, text }: { now: number; text: Text }) {
  return Array.from({ length: 70 }, (_, index) => {
    const { method = 'GET', ...view } = views[index % views.length] ?? {
      path: '/',
      route: '/',
      status: 200,
      ms: 1,
    };
    const visitor = visitors[index % visitors.length];
    const referrer = index % 4 === 0 ? text('https://www.reddit.com/r/rust/') : null;
    return {
      id: randomUUID(),
      at: new Date(now - index * 5 * MINUTE - 4_000),
      method,
      ...view,
      ...visitor,
      agent: visitor?.agent ? text(visitor.agent) : null,
      referrer,
      referrer_host: referrer && 'www.reddit.com',
    };
  });
}
