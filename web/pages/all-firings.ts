import { listFirings } from '../../shared/automod/firing-pages.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { filtersOf, linkQuery, readFiringQuery } from './firing-filter.ts';
import { viewFirings } from './firing-view.ts';
import { kindTitles, outcomes } from './firing-words.ts';
import { nameGuilds, seenGuilds } from './seen-guilds.ts';

const template = new URL('./all-firings.pug', import.meta.url);
const path = '/admin/firings';
const rows = 50;

/** The firings of all guilds that the asking member of staff may see. */
export const allFirings: Page = { method: 'get', path, access: 'staff', handle: browse };

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const query = readFiringQuery(ctx.query);
  const guilds = seenGuilds(ctx, query.guild);
  const asked = { ...filtersOf({ ...query, rule: undefined }), before: query.before, limit: rows + 1 };
  const found = await listFirings(deps, guilds, asked);
  const last = found.length > rows ? found[rows - 1] : undefined;
  const { guild, kind, outcome, from, to } = query;
  const links = linkQuery({ guild, kind, outcome, from, to });
  const named = found.map(({ guildId }) => guildId).concat(guild ? (guilds ?? []) : []);
  show(ctx, deps, template, {
    title: 'Firings',
    wide: true,
    query,
    kinds: Object.entries(kindTitles).map(([value, text]) => ({ value, text })),
    outcomes: Object.entries(outcomes).map(([value, { text }]) => ({ value, text })),
    firings: await viewFirings(deps, found.slice(0, rows)),
    guildNames: await nameGuilds(deps, named),
    isFiltered: Object.values(links).some(Boolean),
    narrowed: (more: Record<string, string>) => withQuery(path, { ...links, ...more }),
    first: query.before && withQuery(path, links),
    next: last && withQuery(path, { ...links, before: last.id }),
  });
}
