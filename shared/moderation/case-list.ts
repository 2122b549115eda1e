import { z } from 'zod';
import { DAY } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { firstIdAt } from '../db/first-id.ts';
import type { Knex } from '../db/knex.ts';
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
 * Cases of a guild, of these, or of all, without an order or a limit; rows for `toCase`. Their table is `c`, whose `id` and,
 * within a guild, `number` rise with time. `first` is what `firstCase` found for `from`.
 */
export function selectCases(
  db: Knex,
  guilds: Snowflake | readonly Snowflake[] | null,
  { user, actor, kind, withoutNotes, state, from, to, number, numbers }: CaseFilters,
  first?: string,
): Knex.QueryBuilder {
  const rows = db('moderation_cases AS c')
    .leftJoin('guilds AS g', 'g.id', 'c.guild_id')
    .leftJoin('discord_users AS u', 'u.id', 'c.user_id')
    .leftJoin('guild_members AS m', (on) => on.on('m.guild_id', 'c.guild_id').andOn('m.user_id', 'c.user_id'))
    .select(columns)
    .select({ guildName: db.raw("coalesce(g.name, '')"), userName: db.raw(nameOfUser) });
  if (typeof guilds === 'string') rows.where('c.guild_id', guilds);
  else if (guilds !== null) rows.whereRaw('c.guild_id = ANY(?::bigint[])', [[...guilds]]);
  if (user !== undefined) rows.where('c.user_id', user);
  if (actor !== undefined) rows.whereRaw(openedBy, actorValues(actor));
  if (kind) rows.where('c.kind', kind);
  if (withoutNotes) rows.whereNot('c.kind', 'note');
  if (state) rows.whereRaw(states[state]);
  if (from) rows.where('c.created_at', '>=', from);
  if (to) rows.where('c.created_at', '<', to);
  if (first !== undefined) rows.whereRaw('c.id >= ?::bigint', [first]);
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

/** Names are looked up where they are indexed; cases have those of then. Ids of staff and keys may be the same. */
const openedBy = `
  (c.actor_id = ANY(ARRAY(SELECT ?::bigint UNION SELECT id FROM discord_users WHERE lower(username) COLLATE "C" = lower(?)))
      AND c.actor_kind = 'member'
    OR c.actor_id = ANY(ARRAY(SELECT id FROM admin_users WHERE lower(username) = lower(?))) AND c.actor_kind = 'staff'
    OR c.actor_id = ANY(ARRAY(SELECT id FROM api_keys WHERE lower(name) = lower(?))) AND c.actor_kind = 'key')`;

function actorValues(actor: string): Knex.RawBinding[] {
  const typed = actor.trim();
  const name = typed.replace(/^@(?=.)/, '');
  return [/^\d{1,18}$/.test(typed) || /^[1-8]\d{18}$/.test(typed) ? typed : null, name, name, name];
}

/** Before it, no case is of that time or later: a list from a time on begins with it, and reads nothing older. */
export function firstCase(db: Knex, from: Date): Promise<string> {
  return firstIdAt(db, 'moderation_cases', from.getTime() - DAY); // clocks differ, and transactions overlap
}

export function toCase(row: Record<string, unknown>): ListedCase {
  return ListedCase.parse(row);
}

interface Asked extends CaseFilters {
  /** The id of the last case of the page before. */
  before?: string | undefined;
  limit: number;
}

/** Cases of these guilds, newest first; null stands for all guilds. Of each guild no more are read than are shown. */
export async function listCases(
  { db }: { db: Knex },
  guilds: readonly Snowflake[] | null,
  { before, limit, ...filters }: Asked,
): Promise<ListedCase[]> {
  if (guilds?.length === 0) return [];
  const first = filters.from && (await firstCase(db, filters.from));
  const newest = (guild: Snowflake | null) => {
    const rows = selectCases(db, guild, filters, first).orderBy('c.id', 'desc').limit(limit);
    return before === undefined ? rows : rows.whereRaw('c.id < ?::bigint', [before]);
  };
  const [one = null, ...others] = guilds ?? [];
  const rows: Record<string, unknown>[] = await (others.length === 0
    ? newest(one)
    : db
        .from(db.unionAll([one, ...others].map(newest), true).as('c'))
        .orderBy('c.id', 'desc')
        .limit(limit));
  return rows.map(toCase);
}
