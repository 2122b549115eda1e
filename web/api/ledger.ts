import { z } from 'zod';
import { kinds } from '../../shared/bytes/model.ts';
import { firstIdSince } from '../../shared/bytes/movements.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { listQuery, pageOf, readPage, seek } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Amount, InGuild, RowId, Since, Time } from './shapes.ts';

const Movement = z
  .object({
    id: RowId,
    giver: Snowflake.nullable().describe('Null for the system'),
    receiver: Snowflake.nullable().describe('Null for the system'),
    amount: Amount,
    kind: z.enum(kinds),
    reason: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Movement', description: 'A row of the ledger; it never changes' });

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;
const query = listQuery(orders, {
  member: Snowflake.optional().describe('Gave or received'),
  kind: z.enum(kinds).optional(),
  since: Since.optional(),
});

export const ledgerRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/ledger',
    summary: 'List the ledger of a guild',
    description:
      'Who gave how many bytes to whom. It grows by awards and transfers, and nothing in it changes.',
    scope: 'ledger:read',
    params: InGuild,
    query,
    reply: pageOf(Movement),
    handle: async ({ params, query }, { db }) => {
      const first = query.since && (await firstIdSince(db, query.since));
      return readPage(select(db, params.guildId, { ...query, first }), orders, query, toMovement);
    },
  }),
  route({
    method: 'get',
    path: '/guilds/:guildId/ledger/:movementId',
    summary: 'Read a row of the ledger',
    scope: 'ledger:read',
    params: InGuild.extend({ movementId: RowId }),
    reply: Movement,
    handle: async ({ params: { guildId, movementId: id } }, { db }) => {
      const row: Record<string, unknown> | undefined = await db('bytes')
        .where({ guild_id: guildId, id })
        .first();
      return row ? toMovement(row) : refuse('not-found');
    },
  }),
];

type Query = z.output<typeof query> & { first?: string | undefined };

/** Each side of a member has an index of its own: two short lists are faster than one condition with OR. */
function select(db: Knex, guild: Snowflake, asked: Query): Knex.QueryBuilder {
  const { member } = asked;
  if (member === undefined) return narrow(db('bytes'), guild, asked).select('*');
  const sides = ['giver_id', 'receiver_id'].map((side) =>
    seek(narrow(db('bytes'), guild, asked).where(side, member), orders, asked).select('*'),
  );
  return db.from(db.unionAll(sides, true).as('moved')).select('*');
}

function narrow(rows: Knex.QueryBuilder, guild: Snowflake, { kind, since, first }: Query): Knex.QueryBuilder {
  rows.where('guild_id', guild);
  if (kind) rows.where('kind', kind);
  if (since) rows.where('created_at', '>=', since);
  if (first) rows.where('id', '>=', first);
  return rows;
}

function toMovement(row: Record<string, unknown>): z.input<typeof Movement> {
  const { giver_id: giver, receiver_id: receiver, created_at: createdAt } = row;
  return Row.parse({ ...row, giver, receiver, createdAt });
}

const Row = Movement.extend({ amount: z.string(), createdAt: z.date() });
