import { listFirings, nameFiredRule } from '../../shared/automod/firing-pages.ts';
import { listRules } from '../../shared/automod/rule-list.ts';
import type { Context } from '../context.ts';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { type FiringQuery, filtersOf, linkQuery, readFiringQuery } from './firing-filter.ts';
import { viewFirings } from './firing-view.ts';
import { outcomes } from './firing-words.ts';
import { identify } from './member-filter.ts';

const template = new URL('./firings.pug', import.meta.url);
const path = '/admin/guilds/:guildId/automod/firings';
const rows = 50;

/** The firings of a guild, newest first: by member, rule, outcome and day. The first page of all keeps itself fresh. */
export const firings: Page[] = [
  { method: 'get', path, access: 'viewer', handle: browse },
  {
    method: 'get',
    path: `${path}/live`,
    access: 'viewer',
    idle: true,
    handle(ctx, { live }) {
      let leave: (() => void) | undefined;
      const stream = streamEvents(ctx, () => leave?.());
      leave = live.firings.watch(guildOf(ctx).id, stream);
    },
  },
];

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const query = readFiringQuery(ctx.query);
  const whose = await identify(deps, guild.id, query.member);
  const base = `/admin/guilds/${guild.id}/automod/firings`;
  const links = linkQuery({ ...query, guild: undefined });
  const isFiltered = Object.values(links).some(Boolean);
  const user = whose.is === 'one' ? whose.user : undefined;
  const asked = { ...filtersOf(query), user, before: query.before, limit: rows + 1 };
  const isNobody = whose.is === 'nobody' || whose.is === 'several';
  const found = isNobody ? [] : await listFirings(deps, [guild.id], asked);
  const last = found.length > rows ? found[rows - 1] : undefined;
  show(ctx, deps, template, {
    title: `Firings in ${guild.name || guild.id}`,
    wide: true,
    base,
    query,
    whose,
    rules: await offerRules(deps, guild.id, query),
    outcomes: Object.entries(outcomes).map(([value, { text }]) => ({ value, text })),
    undoMany: withQuery(`/admin/guilds/${guild.id}/automod/undo`, {
      rule: query.rule === 'discord' ? undefined : query.rule,
    }),
    firings: await viewFirings(deps, found.slice(0, rows)),
    isFiltered,
    isLive: !isFiltered && !query.before,
    candidate: (user: string) => withQuery(base, { ...links, member: user }),
    first: query.before && withQuery(base, links),
    next: last && withQuery(base, { ...links, before: last.id }),
  });
}

/** Rules that there are, and the one that is asked for, which may be gone. */
async function offerRules(deps: PageDeps, guild: string, { rule }: FiringQuery) {
  const rules = await listRules(deps, guild);
  const known = rules.map(({ id, name }) => ({ value: id, text: name }));
  const discord = { value: 'discord', text: 'Discord’s own AutoMod' };
  if (!rule || rule === 'discord' || rules.some(({ id }) => id === rule)) return [...known, discord];
  const name = (await nameFiredRule(deps, guild, rule)) ?? rule;
  return [...known, { value: rule, text: `${name} (removed)` }, discord];
}

/** What `firing-rows.pug` shows of a guild where nothing is filtered. */
export async function readFirings(deps: Pick<PageDeps, 'db'>, guild: string) {
  const found = await listFirings(deps, [guild], { limit: rows });
  return { firings: await viewFirings(deps, found), isFiltered: false };
}
