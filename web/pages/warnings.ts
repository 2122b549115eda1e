import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { nameGuilds, namesOf, seenGuilds } from './seen-guilds.ts';
import { readWarningQuery, searchWarnings, warningStates } from './warning-search.ts';

const template = new URL('./warnings.pug', import.meta.url);

/** Warnings, newest first: of a guild, and of all that the asking member of staff may see. */
export const warnings: Page[] = [
  { method: 'get', path: '/admin/guilds/:guildId/warnings', access: 'viewer', handle: ofGuild },
  { method: 'get', path: '/admin/warnings', access: 'staff', handle: ofAll },
];

async function ofGuild(ctx: Context, deps: PageDeps): Promise<void> {
  const { id, name } = guildOf(ctx);
  await browse(ctx, deps, { guilds: [id], title: `Warnings in ${name || id}` });
}

async function ofAll(ctx: Context, deps: PageDeps): Promise<void> {
  const { guild } = readWarningQuery(ctx.query);
  await browse(ctx, deps, { guilds: seenGuilds(ctx, guild), title: 'Warnings', guild });
}

async function browse(
  ctx: Context,
  deps: PageDeps,
  { guilds, title, guild }: { guilds: string[] | null; title: string; guild?: string | undefined },
): Promise<void> {
  const { path } = ctx;
  const { before, ...query } = readWarningQuery(ctx.query);
  const { whose, warnings, last } = await searchWarnings(deps, guilds, { ...query, before });
  const links = { ...query, guild };
  const named = guild === undefined ? [] : (guilds ?? []);
  show(ctx, deps, template, {
    title,
    wide: true,
    query: links,
    whose,
    warnings,
    states: warningStates,
    guildNames: ctx.state.guild ? undefined : { ...(await nameGuilds(deps, named)), ...namesOf(warnings) },
    isFiltered: Object.values(links).some(Boolean),
    narrowed: (more: Record<string, string>) => withQuery(path, { ...links, ...more }),
    candidate: (user: string) => withQuery(path, { ...links, member: user }),
    first: before && withQuery(path, links),
    next: last && withQuery(path, { ...links, before: last.id }),
  });
}
