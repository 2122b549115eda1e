import { countParts } from '../../shared/sync/store.ts';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, show } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { viewSetUp } from './set-up-view.ts';

const template = new URL('./guild.pug', import.meta.url);

/** A guild's set-up, and its facts, balances and latest movements, which the stream keeps fresh. */
export const guild: Page[] = [
  {
    method: 'get',
    path: '/admin/guilds/:guildId',
    access: 'viewer',
    async handle(ctx, deps) {
      const guild = guildOf(ctx);
      const [overview, parts, setUp] = await Promise.all([
        deps.live.guilds.read(guild.id),
        countParts(deps, guild.id),
        viewSetUp(deps, guild.id),
      ]);
      show(ctx, deps, template, { title: guild.name || guild.id, wide: true, parts, setUp, ...overview });
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
