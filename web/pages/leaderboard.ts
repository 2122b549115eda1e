import { readLeaderboard } from '../../shared/bytes/leaderboard.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import { findGuild } from '../../shared/sync/store.ts';
import { type Page, show } from '../http/page.ts';

const template = new URL('./leaderboard.pug', import.meta.url);
const rows = 100;
const fresh = 60; // seconds; caches in between may answer as long

/** The largest balances of a guild that shows them to anyone; of every other guild nothing, not even that it exists. */
export const leaderboard: Page = {
  method: 'get',
  path: '/leaderboard/:guildId',
  access: 'public',
  async handle(ctx, deps) {
    const id = Snowflake.safeParse(ctx.params.guildId).data;
    const guild = id ? await findGuild(deps, id) : undefined;
    if (!guild?.active) throw new AppError('not-found');
    const { values, unreadable } = await readSettings(deps, bytesSettings, guild.id);
    if (!values.publicLeaderboard || unreadable.length > 0) throw new AppError('not-found');
    const ranked = await readLeaderboard(deps, guild.id, { limit: rows });
    show(ctx, deps, template, {
      title: `Leaderboard of ${guild.name}`,
      wide: true,
      name: guild.name,
      ranked,
    });
    ctx.set('Cache-Control', `public, max-age=${fresh}`);
  },
};
