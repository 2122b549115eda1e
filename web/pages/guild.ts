import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Guild } from '../../shared/sync/model.ts';
import { findGuild } from '../../shared/sync/store.ts';
import type { Deps, Middleware } from '../context.ts';
import { streamEvents } from '../http/event-stream.ts';
import type { Render } from '../http/render.ts';
import { readTables } from './guild-tables.ts';

const template = new URL('./guild.pug', import.meta.url);

/** A guild's balances and ledger, which `streamGuild` keeps fresh. */
export function showGuild({ db, render }: Pick<Deps, 'db'> & { render: Render }): Middleware {
  return async (ctx) => {
    const guild = await find(db, ctx.params.id);
    const tables = await readTables({ db }, guild.id);
    ctx.type = 'html';
    ctx.body = render(ctx, template, { title: guild.name || guild.id, wide: true, guild, ...tables });
  };
}

export function streamGuild({ db, live }: Pick<Deps, 'db' | 'live'>): Middleware {
  return async (ctx) => {
    const guild = await find(db, ctx.params.id);
    let leave: (() => void) | undefined;
    const stream = streamEvents(ctx, () => leave?.());
    leave = live.watch(guild.id, stream);
  };
}

async function find(db: Deps['db'], id: unknown): Promise<Guild> {
  const parsed = Snowflake.safeParse(id);
  const guild = parsed.success ? await findGuild({ db }, parsed.data) : undefined;
  if (!guild) throw new AppError('not-found');
  return guild;
}
