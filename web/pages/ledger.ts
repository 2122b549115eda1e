import { listMovements, type Movement } from '../../shared/bytes/movements.ts';
import type { Context } from '../context.ts';
import { toCsv } from '../http/csv.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { kinds, nameMovement } from './guild-tables.ts';
import { type Filter, queryOf, readFilter } from './ledger-filter.ts';

const template = new URL('./ledger.pug', import.meta.url);
const rows = 50;
/** A download is read at once: enough for a spreadsheet, few enough for one query. */
const mostDownloaded = 10_000;

/** Every movement of a guild, newest first, by member, kind and day; also as a download. */
export const ledger: Page[] = [
  { method: 'get', path: '/admin/guilds/:guildId/ledger', access: 'viewer', handle: browse },
  { method: 'get', path: '/admin/guilds/:guildId/ledger.csv', access: 'viewer', handle: download },
];

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const filter = await readFilter(deps, guild.id, ctx.query);
  const found = await read(deps, guild.id, filter, rows + 1);
  const last = found.length > rows ? found[rows - 1] : undefined;
  const path = `/admin/guilds/${guild.id}/ledger`;
  const query = queryOf(filter);
  show(ctx, deps, template, {
    title: `Ledger of ${guild.name || guild.id}`,
    wide: true,
    filter,
    kinds: Object.entries(kinds).map(([value, text]) => ({ value, text })),
    movements: found.slice(0, rows).map(nameMovement),
    isFiltered: Object.values(query).some(Boolean),
    candidate: (user: string) => withQuery(path, { ...query, member: user }),
    csv: withQuery(`${path}.csv`, query),
    first: filter.before && withQuery(path, query),
    next: last && withQuery(path, { ...query, before: last.id }),
  });
}

async function download(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const filter = await readFilter(deps, guild.id, ctx.query);
  const found = await read(deps, guild.id, filter, mostDownloaded);
  ctx.type = 'text/csv; charset=utf-8';
  ctx.attachment(`ledger-${guild.id}.csv`);
  ctx.body = toCsv([head, ...found.map(toRow)]);
}

async function read(deps: PageDeps, guild: string, filter: Filter, limit: number): Promise<Movement[]> {
  if (filter.whose.is === 'nobody' || filter.whose.is === 'several') return [];
  const { kind, fromDate: from, toDate: to, before } = filter;
  const member = filter.whose.is === 'one' ? filter.whose.user : undefined;
  return listMovements(deps, guild, limit, { member, kind, from, to, before });
}

const head = ['id', 'time (UTC)', 'kind', 'giver id', 'giver', 'receiver id', 'receiver', 'bytes', 'reason'];

/** Ids as text: a spreadsheet would round them. */
function toRow(row: Movement): (string | number | null)[] {
  const { id, createdAt, kind, giver, giverName, receiver, receiverName, amount, reason } = row;
  return [id, createdAt.toISOString(), kind, giver, giverName, receiver, receiverName, amount, reason];
}
