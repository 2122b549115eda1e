import { z } from 'zod';
import { deepest, readLeaderboard } from '../../shared/bytes/leaderboard.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import { type Page, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';

const template = new URL('./guild-leaderboard.pug', import.meta.url);
const rows = 50;

const Query = z.object({ from: z.coerce.number().int().min(1).max(deepest).catch(1) });

/** The largest balances of a guild, by rank. */
export const guildLeaderboard: Page = {
  method: 'get',
  path: '/admin/guilds/:guildId/leaderboard',
  access: 'viewer',
  async handle(ctx, deps) {
    const guild = guildOf(ctx);
    const { from } = Query.parse(ctx.query);
    const [found, { values }] = await Promise.all([
      readLeaderboard(deps, guild.id, { from, limit: rows + 1 }),
      readSettings(deps, bytesSettings, guild.id),
    ]);
    const path = `/admin/guilds/${guild.id}/leaderboard`;
    const next = from + rows;
    show(ctx, deps, template, {
      title: `Leaderboard of ${guild.name || guild.id}`,
      wide: true,
      ranked: found.slice(0, rows),
      isPublic: values.publicLeaderboard,
      isDeepest: found.length > rows && next > deepest,
      first: from > 1 && path,
      next: found.length > rows && next <= deepest && withQuery(path, { from: String(next) }),
    });
  },
};
