import { z } from 'zod';
import { listManagedGuilds } from '../../shared/setup/managed-guilds.ts';
import { findPeople, listGuilds } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { Words } from '../http/query.ts';
import { staffOf } from '../middleware/staff.ts';
import { visibleGuilds } from './guilds.ts';

const template = new URL('./search.pug', import.meta.url);
const fragment = new URL('./search-guilds.pug', import.meta.url);
const most = { guilds: 10, people: 20, suggestions: 8 };

const Query = z.object({ q: Words, search: Words });

/** Guilds and members by name or id, among those that one may see. */
export const search: Page[] = [
  { method: 'get', path: '/admin/search', access: 'staff', handle: find },
  { method: 'get', path: '/admin/search/guilds', access: 'inside', handle: suggest },
];

async function find(ctx: Context, deps: PageDeps): Promise<void> {
  const { q } = Query.parse(ctx.query);
  const only = visibleGuilds(staffOf(ctx));
  const [guilds, people] = q
    ? await Promise.all([
        listGuilds(deps, { search: q, only, order: '-members', limit: most.guilds }),
        findPeople(deps, { text: q, only, limit: most.people }),
      ])
    : [[], []];
  show(ctx, deps, template, { title: 'Search', wide: true, q, guilds, people });
}

/** Links for the guild switcher and the command palette: staff are shown the largest where nothing was typed. */
async function suggest(ctx: Context, deps: PageDeps): Promise<void> {
  const { search } = Query.parse(ctx.query);
  const limit = most.suggestions;
  const { manager } = ctx.state;
  const guilds = manager
    ? await listManagedGuilds(deps, { user: manager.user, search, limit })
    : await listGuilds(deps, { search, only: visibleGuilds(staffOf(ctx)), order: '-members', limit });
  show(ctx, deps, fragment, { guilds, search });
}
