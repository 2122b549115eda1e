import { z } from 'zod';
import type { Knex } from '../../shared/db/knex.ts';

/** How a list may be sorted, all of it by an index: by an `integer` or `bigint` column, rows of equal value by a unique one. */
export interface Order {
  column: string;
  desc?: true;
  /** A time to the millisecond, as a `timestamptz`. */
  isTime?: true;
  /** Ascending, whichever way the column runs; left out where the column itself is unique. */
  tie?: string;
  tieIs?: 'uuid';
}
type Orders = Record<string, Order>;

/** What a page of a list is asked by. */
interface Asked {
  limit: number;
  sort: string;
  cursor?: Position;
}

/** After which row a page begins. */
type Position = z.output<typeof Position>;
/** Of a Postgres `bigint`: Discord's ids have 19 digits. */
const Integer = z
  .string()
  .refine((text) => /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text));
const Position = z.tuple([z.string(), Integer, z.union([Integer, z.uuid()])]);

/** Opaque to clients: the sort it belongs to, and where in it a page ended. */
const Cursor = z
  .string()
  .max(400)
  .transform((text, ctx): Position => {
    const position = Position.safeParse(decode(text));
    if (position.success && encode(position.data) === text) return position.data;
    ctx.addIssue({ code: 'custom', message: 'Not a cursor of this list' });
    return z.NEVER;
  });

/** The query of a list: page, sort (the first one unless told) and filters. */
export function listQuery<F extends z.ZodRawShape>(orders: Orders, filters: F): z.ZodObject<PageShape & F> {
  const [first = '', ...others] = Object.keys(orders);
  const shape = {
    limit: z.coerce.number().int().min(1).max(100).default(50).describe('Items of a page'),
    sort: z
      .enum([first, ...others])
      .default(first)
      .describe('`-` stands for the greatest first'),
    cursor: Cursor.optional().describe('`next` of the page before'),
  };
  return z.object({ ...shape, ...filters }).superRefine((asked, ctx) => {
    const sorted = Sorted.safeParse(asked); // what else is wrong has been told
    const message = 'A cursor of another sort';
    if (!sorted.success) return;
    const [sort, , tie] = sorted.data.cursor;
    if (sort !== sorted.data.sort || isUuid(tie) !== (orders[sort]?.tieIs === 'uuid'))
      ctx.addIssue({ code: 'custom', path: ['cursor'], message });
  });
}

type PageShape = {
  limit: z.ZodDefault<z.ZodCoercedNumber>;
  sort: z.ZodDefault<z.ZodEnum<Record<string, string>>>;
  cursor: z.ZodOptional<typeof Cursor>;
};
const Sorted = z.object({ sort: z.string(), cursor: Position });

/** The reply of a list. */
export function pageOf<S extends z.ZodType>(item: S) {
  const next = z.string().nullable().describe('`cursor` of the next page; null on the last');
  return z.object({ items: z.array(item), next });
}

/** Where the column is a mere `integer`, a value that it cannot hold is greater or less than all, and no error. */
const bigint = '?::bigint';
const time = `to_timestamp(greatest(0, least(${bigint}, ${Date.UTC(9999, 11, 31)})) / 1000.0)`;

/** Puts a query in order, behind the cursor, and one row longer than the page. The conditions suit the index. */
export function seek(query: Knex.QueryBuilder, orders: Orders, asked: Asked): Knex.QueryBuilder {
  const { column, desc, isTime, tie, tieIs } = orderOf(orders, asked);
  query.orderBy(column, desc ? 'desc' : 'asc').limit(asked.limit + 1);
  if (tie) query.orderBy(tie);
  if (!asked.cursor) return query;
  const [, value, id] = asked.cursor;
  const beyond = desc ? '<' : '>';
  if (!tie) return query.whereRaw(`?? ${beyond} ${bigint}`, [column, value]);
  const there = isTime ? time : bigint;
  return query
    .whereRaw(`?? ${beyond}= ${there}`, [column, value])
    .where((either) =>
      either
        .whereRaw(`?? ${beyond} ${there}`, [column, value])
        .orWhereRaw(`?? > ${tieIs ? '?::uuid' : bigint}`, [tie, id]),
    );
}

/** A page of a list. `query` selects nothing twice and has no order of its own. */
export async function readPage<Row>(
  query: Knex.QueryBuilder,
  orders: Orders,
  asked: Asked,
  toItem: (row: Record<string, unknown>) => Row,
): Promise<{ items: Row[]; next: string | null }> {
  const { column, tie = column } = orderOf(orders, asked);
  const rows: Record<string, unknown>[] = await seek(query, orders, asked).select({
    cursor_value: column,
    cursor_tie: tie,
  });
  const last = rows.length > asked.limit ? rows[asked.limit - 1] : undefined;
  const next = last && encode([asked.sort, textOf(last.cursor_value), textOf(last.cursor_tie)]);
  return { items: rows.slice(0, asked.limit).map(toItem), next: next ?? null };
}

function orderOf(orders: Orders, { sort }: Asked): Order {
  const order = orders[sort];
  if (!order) throw new Error(`a list is asked for by ${sort}, which its query does not allow`);
  return order;
}

const isUuid = (text: string) => text.includes('-', 1); // a number has that in front at most

function textOf(value: unknown): string {
  return String(value instanceof Date ? value.getTime() : value);
}

function encode(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
