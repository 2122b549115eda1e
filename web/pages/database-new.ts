import { z } from 'zod';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { askForRun, type Misfit } from '../../shared/maintenance/ask.ts';
import { kindNames, type MaintenanceKind, maintenanceKinds } from '../../shared/maintenance/kinds.ts';
import { listTableNames } from '../../shared/maintenance/tables.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { hurryRun } from '../hurry-run.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { previews } from './database-preview.ts';
import { kindWords } from './database-words.ts';
import { nameGuilds } from './seen-guilds.ts';

const template = new URL('./database-new.pug', import.meta.url);
const path = '/admin/database/new/:kind';
const mostGuilds = 10;

/** A piece of maintenance before it is begun: what it would be about, and whether to begin. */
export const databaseNew: Page[] = [
  { method: 'get', path, access: 'admin', handle: (ctx, deps) => look(ctx, deps) },
  { method: 'post', path, access: 'admin', handle: begin },
];

const Table = z.string().regex(/^[a-z_0-9]{1,63}$/);
const Query = z.object({
  guild: Snowflake.optional().catch(undefined),
  table: Table.optional().catch(undefined),
  find: Words,
});
/** What cannot be read is refused: it must not come to mean everything. */
const Form = z.object({ guild: Snowflake.optional(), table: Table.optional() });

async function look(ctx: Context, deps: PageDeps, fault?: string): Promise<void> {
  const kind = kindIn(ctx);
  const takes = maintenanceKinds[kind];
  const { find, ...named } = Query.parse(ctx.query);
  const guild = takes.guild === 'never' ? undefined : named.guild;
  const table = takes.table === 'never' ? undefined : named.table;
  const [guilds, tables, names, preview] = await Promise.all([
    find ? listGuilds(deps, { search: find, order: '-members', limit: mostGuilds }) : [],
    takes.table === 'never' ? undefined : listTableNames(deps),
    guild ? nameGuilds(deps, [guild]) : undefined,
    previews[kind](deps, { guild, table }),
  ]);
  if (guild && names?.[guild] === undefined) throw new AppError('not-found');
  if (table && !tables?.includes(table)) throw new AppError('not-found');
  const words = kindWords[kind];
  show(ctx, deps, template, {
    title: words.title,
    wide: true,
    ...{ words, fault, find, table, preview },
    isChosen: guild !== undefined,
    takesGuild: takes.guild !== 'never',
    guildLabel: takes.guild === 'always' ? 'Guild' : 'One guild alone',
    guilds: guilds.map((one) => ({ ...one, href: withQuery(ctx.path, { guild: one.id }) })),
    tables: tables?.map((name) => ({ value: name, text: name })),
    isReady: takes.guild !== 'always' || guild !== undefined,
    heading: `${words.title}: ${guild ? names?.[guild] || guild : (table ?? 'everything')}`,
    fields: { ...(guild ? { guild } : {}), ...(table ? { table } : {}) },
  });
}

/** Sent twice, or while another one of the kind is under way, for the same guild or table, it leads to that one. */
async function begin(ctx: Context, deps: PageDeps): Promise<void> {
  const order = Form.safeParse(formOf(ctx)).data;
  const unread = { is: 'misfit', why: 'unknown' } as const;
  const asked = order ? await askForRun(deps, { kind: kindIn(ctx), ...order }, actorOf(ctx)) : unread;
  if (asked.is === 'misfit') {
    ctx.status = 422;
    return look(ctx, deps, misfits[asked.why]);
  }
  if (asked.is === 'asked') await hurryRun(deps, asked.run.id);
  else flash(ctx, 'This one is under way already.');
  seeOther(ctx, `/admin/database/runs/${asked.run.id}`);
}

const misfits: Record<Misfit['why'], string> = {
  missing: 'Find the guild first.',
  unknown: 'There is no such guild or table any more.',
  'not-taken': 'This is done for everything at once.',
};

function kindIn(ctx: Context): MaintenanceKind {
  const kind = z.enum(kindNames).safeParse(ctx.params.kind).data;
  if (!kind) throw new AppError('not-found');
  return kind;
}
