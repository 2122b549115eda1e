import { z } from 'zod';
import type { Staff } from '../../shared/accounts/store.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import { type Page, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { staffOf } from '../middleware/staff.ts';
import { showOwnGuilds } from './own-guilds.ts';

const template = new URL('./guilds.pug', import.meta.url);
const rows = 50;

const Query = z.object({
  search: Words,
  sort: z.enum(['name', '-name', 'members', '-members']).catch('name'),
  after: Snowflake.optional().catch(undefined),
  key: z
    .string()
    .max(300)
    .refine((text) => !text.includes('\0'))
    .optional()
    .catch(undefined),
});

/** The guilds that the asking member of staff, or who signed in with Discord, may see, a page at a time. */
export const guilds: Page = {
  method: 'get',
  path: '/admin',
  access: 'inside',
  async handle(ctx, deps) {
    const { manager } = ctx.state;
    if (manager) return showOwnGuilds(ctx, deps, manager);
    const { search, sort, after, key = '' } = Query.parse(ctx.query);
    const found = await listGuilds(deps, {
      search,
      order: sort,
      only: visibleGuilds(staffOf(ctx)),
      after: after && isKey(sort, key) ? { id: after, key } : undefined,
      limit: rows + 1,
    });
    const last = found.length > rows ? found[rows - 1] : undefined;
    const kept = { search, sort: sort === 'name' ? undefined : sort };
    show(ctx, deps, template, {
      title: 'Guilds',
      wide: true,
      guilds: found.slice(0, rows),
      search,
      sort: { by: sort.replace('-', ''), desc: sort.startsWith('-') },
      link: (query: Record<string, string>) => withQuery('/admin', { search, ...query }),
      first: after && withQuery('/admin', kept),
      next: last && withQuery('/admin', { ...kept, after: last.id, key: last.key }),
    });
  },
};

/** Undefined stands for every guild. */
export function visibleGuilds({ role, guildRoles }: Pick<Staff, 'role' | 'guildRoles'>) {
  return role === null ? Object.keys(guildRoles) : undefined;
}

/** A number where guilds are sorted by one. */
function isKey(sort: string, key: string): boolean {
  return sort.endsWith('name') || /^-?\d{1,9}$/.test(key);
}
