import { z } from 'zod';
import { DAY } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { firstIdAt } from '../db/first-id.ts';
import type { Knex } from '../db/knex.ts';
import { listNewest } from '../db/newest.ts';
import { type CaseKind, caseKinds, effectStates } from './model.ts';

export const caseStates = ['open', 'resolved', 'failed'] as const;

/** What cases may be asked for by. */
export interface CaseFilters {
  user?: Snowflake | undefined;
  /** Who opened it: an id of Discord, or the name of a user, a staff account or a key, whatever its case. */
  actor?: string | undefined;
  kind?: CaseKind | undefined;
  /** Without notes, which only moderators see. */
  withoutNotes?: boolean | undefined;
  /** `failed`: Discord refused what it was asked for because of it. */
  state?: (typeof caseStates)[number] | undefined;
  /** When it was opened; `to` is not part of it. */
  from?: Date | undefined;
  to?: Date | undefined;
  number?: number | undefined;
  numbers?: readonly number[] | undefined;
}

export const ListedCase = z.object({
  id: z.string(),
  guild: z.string(),
  guildName: z.string(),
  number: z.number(),
  kind: z.enum(caseKinds),
  user: z.string(),
  /** As the member is called in the guild now; null where nothing is known of them. */
  userName: z.string().nullable(),
  actorKind: z.enum(['staff', 'key', 'member', 'system']),
  actorId: z.string().nullable(),
  actorName: z.string(),
  reason: z.string(),
  endsAt: z.date().nullable(),
  deleteMessageSeconds: z.number(),
  effect: z.enum(effectStates),
  /** How Discord answered where it refused. */
  answer: z.string().nullable(),
  lift: z.enum(effectStates),
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedNote: z.string().nullable(),
  version: z.number(),
  createdAt: z.date(),
});
export type ListedCase = z.infer<typeof ListedCase>;

/**
 * Cases of a guild, or of all, without an order or a limit; rows for `toCase`. Their table is `c`, whose `id` and,
 * within a guild, `number` rise with time. The last is what `findBounds` found for `from`, `to` and `actor`.
 */
export function selectCases(
  db: Knex,
  guild: Snowflake | null,
  { user, actor, kind, withoutNotes, state, from, to, number, numbers }: CaseFilters,
  { first, end, actors = [] }: Bounds = {},
): Knex.QueryBuilder {
  const rows = db('moderation_cases AS c')
    .leftJoin('guilds AS g', 'g.id', 'c.guild_id')
    .leftJoin('discord_users AS u', 'u.id', 'c.user_id')
    .leftJoin('guild_members AS m', (on) => on.on('m.guild_id', 'c.guild_id').andOn('m.user_id', 'c.user_id'))
    .select(columns)
    .select({ guildName: db.raw("coalesce(g.name, '')"), userName: db.raw(nameOfUser) });
  if (guild !== null) rows.where('c.guild_id', guild);
  if (user !== undefined) rows.where('c.user_id', user);
  if (actor !== undefined) rows.whereRaw(openedBy, actorValues(actors));
  if (kind) rows.where('c.kind', kind);
  if (withoutNotes) rows.whereNot('c.kind', 'note');
  if (state) rows.whereRaw(states[state]);
  if (from) rows.where('c.created_at', '>=', from);
  if (to) rows.where('c.created_at', '<', to);
  if (first !== undefined) rows.whereRaw('c.id >= ?::bigint', [first]);
  if (end !== undefined) rows.whereRaw('c.id < ?::bigint', [end]);
  if (number !== undefined) rows.where('c.number', number);
  if (numbers) rows.whereRaw('c.number = ANY(?::integer[])', [[...numbers]]);
  return rows;
}

const columns = {
  id: 'c.id',
  guild: 'c.guild_id',
  number: 'c.number',
  kind: 'c.kind',
  user: 'c.user_id',
  actorKind: 'c.actor_kind',
  actorId: 'c.actor_id',
  actorName: 'c.actor_name',
  reason: 'c.reason',
  endsAt: 'c.ends_at',
  deleteMessageSeconds: 'c.delete_message_seconds',
  effect: 'c.effect',
  answer: 'c.answer',
  lift: 'c.lift',
  resolvedAt: 'c.resolved_at',
  resolvedBy: 'c.resolved_by',
  resolvedNote: 'c.resolved_note',
  version: 'c.version',
  createdAt: 'c.created_at',
};

/** Of the tables `m` and `u`. */
export const nameOfUser = "coalesce(nullif(m.name, ''), nullif(u.global_name, ''), nullif(u.username, ''))";

const states = {
  open: 'c.resolved_at IS NULL',
  resolved: 'c.resolved_at IS NOT NULL',
  failed: "(c.effect = 'failed' OR c.lift = 'failed')", // as the index has it
};

/** Of members, staff and keys: their ids may be the same. The first condition is the one that an index answers. */
const openedBy = `
  (c.actor_id = ANY(?::bigint[]) AND (c.actor_kind = 'member' AND c.actor_id = ANY(?::bigint[])
    OR c.actor_kind = 'staff' AND c.actor_id = ANY(?::bigint[]) OR c.actor_kind = 'key' AND c.actor_id = ANY(?::bigint[])))`;

function actorValues(actors: readonly Actor[]): string[][] {
  const idsOf = (wanted: Actor['kind']) => actors.flatMap(({ kind, id }) => (kind === wanted ? [id] : []));
  return [actors.map(({ id }) => id), idsOf('member'), idsOf('staff'), idsOf('key')];
}

/** Names are looked up where they are indexed: cases have those of then. */
async function findActors(db: Knex, actor: string): Promise<Actor[]> {
  const typed = actor.trim();
  const name = typed.replace(/^@(?=.)/, '');
  const id = /^\d{1,18}$/.test(typed) || /^[1-8]\d{18}$/.test(typed) ? typed : null;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT 'member' AS kind, id::text AS id FROM unnest(ARRAY[?::bigint]) AS typed (id) WHERE id IS NOT NULL
     UNION ALL SELECT 'member', id::text FROM discord_users WHERE lower(username) COLLATE "C" = lower(?)
     UNION ALL SELECT 'staff', id::text FROM admin_users WHERE lower(username) = lower(?)
     UNION ALL SELECT 'key', id::text FROM api_keys WHERE lower(name) = lower(?)`,
    [id, name, name, name],
  );
  return z.array(Actor).parse(rows);
}

const Actor = z.object({ kind: z.enum(['member', 'staff', 'key']), id: z.string() });
type Actor = z.infer<typeof Actor>;

/** The first id that may be of that time, and one beyond the last; who may be meant by `actor`. */
interface Bounds {
  first?: string | undefined;
  end?: string | undefined;
  actors?: Actor[] | undefined;
}

/**
 * What a list has to know first. Of a time it reads no case that is older or newer than any of it; of somebody, none of
 * others.
 */
export async function findBounds(
  db: Knex,
  { from, to, actor }: Pick<CaseFilters, 'from' | 'to' | 'actor'>,
): Promise<Bounds> {
  const [first, end, actors] = await Promise.all([
    from && firstIdAt(db, 'moderation_cases', from.getTime() - slack),
    to && firstIdAt(db, 'moderation_cases', to.getTime() + slack),
    actor === undefined ? undefined : findActors(db, actor),
  ]);
  return { first, end, actors };
}

const slack = DAY; // clocks differ, and transactions overlap

export function toCase(row: Record<string, unknown>): ListedCase {
  return ListedCase.parse(row);
}

interface Asked extends CaseFilters {
  /** The id of the last case of the page before. */
  before?: string | undefined;
  limit: number;
}

/** Cases of these guilds, newest first; null stands for all guilds. */
export async function listCases(
  { db }: { db: Knex },
  guilds: readonly Snowflake[] | null,
  { before, limit, ...filters }: Asked,
): Promise<ListedCase[]> {
  const bounds = await findBounds(db, filters);
  const of = (guild: Snowflake | null) => selectCases(db, guild, filters, bounds);
  return (await listNewest(db, guilds, of, { table: 'c', before, limit })).map(toCase);
}
