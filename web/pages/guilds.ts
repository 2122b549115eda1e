import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import { type Page, show } from '../http/page.ts';
import { staffOf } from '../middleware/staff.ts';

const template = new URL('./guilds.pug', import.meta.url);
const rows = 50;

const Query = z.object({
  search: z.string().trim().min(1).max(100).optional().catch(undefined),
  after: Snowflake.optional().catch(undefined),
});

/** The guilds that the asking member of staff may see, a page at a time. */
export const guilds: Page = {
  method: 'get',
  path: '/admin',
  access: 'staff',
  async handle(ctx, deps) {
    const query = Query.parse(ctx.query);
    const { role, guildRoles } = staffOf(ctx);
    const only = role === null ? Object.keys(guildRoles) : undefined;
    const found = await listGuilds(deps, { ...query, only, limit: rows + 1 });
    const last = found.length > rows ? found[rows - 1] : undefined;
    show(ctx, deps, template, {
      title: 'Guilds',
      wide: true,
      guilds: found.slice(0, rows),
      search: query.search,
      more: last && `/admin?${new URLSearchParams({ ...searchOf(query), after: last.id })}`,
    });
  },
};

function searchOf({ search }: z.infer<typeof Query>): Record<string, string> {
  return search ? { search } : {};
}
