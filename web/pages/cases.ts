import { hasRole } from '../../shared/accounts/rules.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { linksOf, readCaseQuery } from './case-filter.ts';
import { searchCases } from './case-search.ts';
import { viewCase } from './case-view.ts';
import { kindOptions, stateOptions } from './case-words.ts';

const template = new URL('./cases.pug', import.meta.url);

/** The cases of a guild, newest first: by member, number, moderator, kind, state and day. */
export const cases: Page = {
  method: 'get',
  path: '/admin/guilds/:guildId/cases',
  access: 'viewer',
  handle: browse,
};

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const query = readCaseQuery(ctx.query);
  const { whose, cases, last } = await searchCases(deps, [guild.id], query);
  const base = `/admin/guilds/${guild.id}/cases`;
  const links = linksOf({ ...query, guild: undefined });
  const mayAct = hasRole(ctx.state.role ?? null, 'moderator');
  show(ctx, deps, template, {
    title: `Cases of ${guild.name || guild.id}`,
    wide: true,
    base,
    query,
    whose,
    kinds: kindOptions,
    states: stateOptions,
    cases: cases.map(viewCase),
    mayAct,
    picks: mayAct,
    isFiltered: Object.values(links).some(Boolean),
    candidate: (user: string) => withQuery(base, { ...links, find: user }),
    first: query.before && withQuery(base, links),
    next: last && withQuery(base, { ...links, before: last.id }),
  });
}
