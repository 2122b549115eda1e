import { countParts } from '../../shared/sync/store.ts';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, show } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';

const template = new URL('./guild.pug', import.meta.url);

/** A guild's facts, balances and latest movements, which the stream keeps fresh. */
export const guild: Page[] = [
  {
    method: 'get',
    path: '/admin/guilds/:guildId',
    access: 'viewer',
    async handle(ctx, deps) {
      const guild = guildOf(ctx);
      const [overview, parts] = await Promise.all([deps.live.read(guild.id), countParts(deps, guild.id)]);
      show(ctx, deps, template, { title: guild.name || guild.id, wide: true, parts, ...overview });
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
      leave = live.watch(guildOf(ctx).id, stream);
    },
  },
];
