import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { type Caller, mayReach } from '../http/caller.ts';
import { listQuery, pageOf, readPage, seek } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { RowId, Time } from './shapes.ts';

const AuditEntry = z
  .object({
    id: RowId,
    at: Time,
    actorKind: z.enum(['staff', 'key', 'member', 'system']),
    actorId: z.string().nullable(),
    actorName: z.string().describe('At the time'),
    guild: Snowflake.nullable(),
    action: z.string().describe('`<thing>.<what happened>`'),
    subject: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    ip: z
      .string()
      .nullable()
      .describe('Null for a key of certain guilds, and of members; after thirty days a network'),
    requestId: z.string().nullable().describe('Null for a key of certain guilds'),
  })
  .meta({ id: 'AuditEntry', description: 'Something that was done, and by whom' });

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;
const query = listQuery(orders, { guild: Snowflake.optional() });
type Query = z.output<typeof query>;

export const auditRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/audit-entries',
    summary: 'List what was done',
    description: 'A key for certain guilds sees what was done in them.',
    scope: 'audit:read',
    query,
    reply: pageOf(AuditEntry),
    problems: ['not-found'],
    handle: async ({ query, caller }, { db }) => {
      if (query.guild && !mayReach(caller, query.guild)) return refuse('not-found');
      return readPage(selectPage(db, caller, query), orders, query, (row) => toEntry(row, caller));
    },
  }),
  route({
    method: 'get',
    path: '/audit-entries/:entryId',
    summary: 'Read one entry of what was done',
    scope: 'audit:read',
    params: z.object({ entryId: RowId }),
    reply: AuditEntry,
    handle: async ({ params, caller }, { db }) => {
      const row: Record<string, unknown> | undefined = await select(db, caller)
        .where('id', params.entryId)
        .first();
      return row ? toEntry(row, caller) : refuse('not-found');
    },
  }),
];

function select(db: Knex, { guilds }: Caller): Knex.QueryBuilder {
  const rows = db('audit_entries').select('*');
  return guilds ? rows.whereIn('guild_id', guilds) : rows;
}

/** One short list per guild by its index: one condition over all of them would walk the log. */
function selectPage(db: Knex, { guilds }: Caller, asked: Query): Knex.QueryBuilder {
  const wanted = asked.guild ? [asked.guild] : guilds;
  if (!wanted) return db('audit_entries').select('*');
  const pages = wanted.map((guild) =>
    seek(db('audit_entries').where('guild_id', guild), orders, asked).select('*'),
  );
  return db.from(db.unionAll(pages, true).as('seen')).select('*');
}

/** From where somebody did it is for whoever runs the installation, as in the panel. */
function toEntry(row: Record<string, unknown>, { guilds }: Caller): z.input<typeof AuditEntry> {
  const { actor_kind: actorKind, actor_id: actorId, actor_name: actorName } = row;
  const { guild_id: guild, request_id: requestId, ip } = row;
  const from = guilds === null ? { ip, requestId } : { ip: null, requestId: null };
  return Row.parse({ ...row, actorKind, actorId, actorName, guild, ...from });
}

const Row = AuditEntry.extend({ at: z.date() });
