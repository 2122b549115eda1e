import { wantRuns } from '../../shared/sync/runs.ts';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { readSync } from './sync-view.ts';

const template = new URL('./sync.pug', import.meta.url);

/** How the members of a guild are loaded: what is under way, live, and what came of the runs before. */
export const sync: Page[] = [
  {
    method: 'get',
    path: '/admin/guilds/:guildId/sync',
    access: 'viewer',
    async handle(ctx, deps) {
      const guild = guildOf(ctx);
      show(ctx, deps, template, {
        title: `Sync of ${guild.name || guild.id}`,
        ...(await readSync(deps, guild.id)),
      });
    },
  },
  {
    method: 'get',
    path: '/admin/guilds/:guildId/sync/live',
    access: 'viewer',
    idle: true,
    handle(ctx, { live }) {
      let leave: (() => void) | undefined;
      const stream = streamEvents(ctx, () => leave?.());
      leave = live.sync.watch(guildOf(ctx).id, stream);
    },
  },
  {
    method: 'post',
    path: '/admin/guilds/:guildId/sync',
    access: 'moderator',
    async handle(ctx, deps) {
      const guild = guildOf(ctx);
      const { actor } = actorOf(ctx);
      const wish = { guild: guild.id, reason: 'panel', requestedBy: actor.name } as const;
      const [fresh] = await wantRuns(deps, [wish]);
      flash(ctx, fresh ? 'All members are being loaded.' : 'They are being loaded already.');
      seeOther(ctx, `/admin/guilds/${guild.id}/sync`);
    },
  },
];
