import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import type { Deps, Middleware } from '../context.ts';
import type { Render } from '../http/render.ts';

const template = new URL('./guilds.pug', import.meta.url);
const page = 50;
const Query = z.object({
  search: z.string().trim().min(1).max(100).optional().catch(undefined),
  after: Snowflake.optional().catch(undefined),
});

/** All guilds the bot is in, a page at a time. */
export function showGuilds({ db, render }: Pick<Deps, 'db'> & { render: Render }): Middleware {
  return async (ctx) => {
    const query = Query.parse(ctx.query);
    const found = await listGuilds({ db }, { ...query, limit: page + 1 });
    const guilds = found.slice(0, page);
    const last = found.length > page ? guilds.at(-1) : undefined;
    ctx.type = 'html';
    ctx.body = render(ctx, template, {
      title: 'Guilds',
      wide: true,
      guilds,
      search: query.search,
      more: last && `/admin?${new URLSearchParams({ ...searchOf(query), after: last.id })}`,
    });
  };
}

function searchOf({ search }: z.infer<typeof Query>): Record<string, string> {
  return search ? { search } : {};
}
