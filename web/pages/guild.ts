import { streamEvents } from '../http/event-stream.ts';
import { type Page, show } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { readTables } from './guild-tables.ts';

const template = new URL('./guild.pug', import.meta.url);

/** A guild's balances and ledger, which the stream keeps fresh. */
export const guild: Page[] = [
  {
    method: 'get',
    path: '/admin/guilds/:guildId',
    access: 'viewer',
    async handle(ctx, deps) {
      const guild = guildOf(ctx);
      const tables = await readTables(deps, guild.id);
      show(ctx, deps, template, { title: guild.name || guild.id, wide: true, guild, ...tables });
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
