import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { linksOf, readCaseQuery } from './case-filter.ts';
import { searchCases } from './case-search.ts';
import { viewCase } from './case-view.ts';
import { kindOptions, stateOptions } from './case-words.ts';
import { nameGuilds, namesOf, seenGuilds } from './seen-guilds.ts';

const template = new URL('./all-cases.pug', import.meta.url);
const path = '/admin/cases';

/** The cases of all guilds that the asking member of staff may see. */
export const allCases: Page = { method: 'get', path, access: 'staff', handle: browse };

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const query = readCaseQuery(ctx.query);
  const guilds = seenGuilds(ctx, query.guild);
  const { whose, cases, last } = await searchCases(deps, guilds, query);
  const links = linksOf(query);
  const named = query.guild ? (guilds ?? []) : [];
  show(ctx, deps, template, {
    title: 'Cases',
    wide: true,
    query,
    whose,
    kinds: kindOptions,
    states: stateOptions,
    cases: cases.map(viewCase),
    guildNames: { ...(await nameGuilds(deps, named)), ...namesOf(cases) },
    isFiltered: Object.values(links).some(Boolean),
    narrowed: (more: Record<string, string>) => withQuery(path, { ...links, ...more }),
    candidate: (user: string) => withQuery(path, { ...links, find: user }),
    first: query.before && withQuery(path, links),
    next: last && withQuery(path, { ...links, before: last.id }),
  });
}
