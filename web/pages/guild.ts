import { z } from 'zod';
import { periods } from '../../shared/analytics/periods.ts';
import { seriesOf } from '../../shared/analytics/stats.ts';
import { askTogether } from '../../shared/db/together.ts';
import { partsOf } from '../../shared/sync/store.ts';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { viewSetUp } from './set-up-view.ts';

const template = new URL('./guild.pug', import.meta.url);

const Query = z.object({ period: z.enum(periods).catch('24h') });

/** A guild's set-up, and its facts, balances and latest movements, which the stream keeps fresh. */
export const guild: Page[] = [
  {
    method: 'get',
    path: '/admin/guilds/:guildId',
    access: 'viewer',
    async handle(ctx, deps) {
      const guild = guildOf(ctx);
      const { period } = Query.parse(ctx.query);
      const asked = { guild: guild.id, period, now: deps.clock() };
      const [overview, [parts, { messages }], setUp] = await Promise.all([
        deps.live.guilds.read(guild.id),
        askTogether(deps.db, [partsOf(guild.id), seriesOf({ ...asked, stats: ['messages'] })]),
        viewSetUp(deps, guild.id),
      ]);
      show(ctx, deps, template, {
        title: guild.name || guild.id,
        wide: true,
        ...{ parts, setUp, period },
        messages: messages.map(({ at, count }) => ({ at, value: count })),
        link: (other: string) => withQuery(ctx.path, { period: other === '24h' ? undefined : other }),
        ...overview,
      });
    },
  },
  {
    method: 'get',
    path: '/admin/guilds/:guildId/live',
    access: 'viewer',
    idle: true,
    handle(ctx, { live }) {
      let leave: (() => void) | undefined;
      const stream = streamEvents(ctx, () => leave?.());
      leave = live.guilds.watch(guildOf(ctx).id, stream);
    },
  },
];
