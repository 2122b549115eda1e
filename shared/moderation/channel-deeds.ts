import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { effectStates } from './model.ts';

type Deps = { db: Knex };

/** What moderators do to a channel. `before`: an id; only older messages are looked at. `user`: only theirs. */
export const ChannelDeed = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('purge'),
    count: z.int().min(1).max(100),
    user: Snowflake.nullable(),
    before: Snowflake,
  }),
  z.object({ is: z.literal('slowmode'), seconds: z.int().min(0).max(21_600) }), // Discord documentation, "Channel Object"
  z.object({ is: z.literal('lock') }),
  z.object({ is: z.literal('unlock') }),
]);
export type ChannelDeed = z.infer<typeof ChannelDeed>;

export interface NewDeed {
  guild: Snowflake;
  channel: Snowflake;
  /** Once in a guild: `int:<interaction>`. */
  operation: string;
  deed: ChannelDeed;
  actor: Actor;
  /** Up to 4,000 characters. */
  reason: string;
}

const StoredDeed = z.object({
  id: z.string(),
  guild: z.string(),
  channel: z.string(),
  operation: z.string(),
  deed: ChannelDeed,
  actorKind: z.enum(['staff', 'key', 'member', 'system']),
  actorId: z.string().nullable(),
  actorName: z.string(),
  reason: z.string(),
  effect: z.enum(effectStates),
  /** How Discord answered where it refused. */
  answer: z.string().nullable(),
  /** What came of it, as whoever does it writes it down: how many messages, what a lock changed. */
  result: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.date(),
});
export type StoredDeed = z.infer<typeof StoredDeed>;

/** Wants something of a channel: an effect `channel-deed` is due. Repeating it answers with the same one. */
export async function openDeed({ db }: Deps, given: NewDeed): Promise<StoredDeed> {
  const { guild, channel, operation, deed, actor, reason } = given;
  const row = {
    ...{ guild_id: guild, channel_id: channel, operation, deed: JSON.stringify(deed), reason },
    actor_kind: actor.kind,
    actor_id: actor.kind === 'system' ? null : actor.id,
    actor_name: actor.name,
  };
  await db('channel_deeds').insert(row).onConflict(['guild_id', 'operation']).ignore();
  const stored: unknown = await selectDeeds(db, guild, {}).where('d.operation', operation).first();
  return StoredDeed.parse(stored);
}

/** What is wanted of Discord now; undefined where it was done or refused. */
export async function findWantedDeed({ db }: Deps, id: string): Promise<StoredDeed | undefined> {
  const row: unknown = await db('channel_deeds AS d').where({ id, effect: 'wanted' }).first(columns);
  return row === undefined ? undefined : StoredDeed.parse(row);
}

/** Writes down how Discord answered, once. */
export async function settleDeed(
  { db }: Deps,
  id: string,
  {
    effect,
    answer,
    result,
  }: {
    effect: 'done' | 'failed' | 'none';
    answer: string | null;
    result: Record<string, unknown> | null;
  },
): Promise<void> {
  await db('channel_deeds')
    .where({ id, effect: 'wanted' })
    .update({
      effect,
      answer,
      changed_at: db.fn.now(),
      ...(result !== null && { result: JSON.stringify(result) }),
    });
}

/** Keeps what was learned on the way, while it is still wanted: what stood there before, how far it is. */
export async function keepResult({ db }: Deps, id: string, result: Record<string, unknown>): Promise<void> {
  await db('channel_deeds')
    .where({ id, effect: 'wanted' })
    .update({ result: JSON.stringify(result), changed_at: db.fn.now() });
}

export async function readDeed({ db }: Deps, guild: Snowflake, id: string): Promise<StoredDeed | undefined> {
  const row: unknown = await selectDeeds(db, guild, {}).where('d.id', id).first();
  return row === undefined ? undefined : StoredDeed.parse(row);
}

/** Those that wait for more than 30 seconds, longest first. The ones found go to the end of the line. */
export async function findWaitingDeeds(
  { db }: Deps,
  limit: number,
): Promise<{ id: string; guild: Snowflake }[]> {
  const { rows } = await db.raw<{ rows: { id: string; guild: Snowflake }[] }>(
    `UPDATE channel_deeds t SET changed_at = now() FROM (
       SELECT id FROM channel_deeds WHERE effect = 'wanted' AND changed_at < now() - interval '30 seconds'
       ORDER BY changed_at LIMIT ? FOR UPDATE SKIP LOCKED
     ) w WHERE t.id = w.id RETURNING t.id::text, t.guild_id::text AS guild`,
    [limit],
  );
  return rows;
}

/** Deeds of a guild without an order or a limit; rows for `toDeed`. Their table is `d`. */
export function selectDeeds(
  db: Knex,
  guild: Snowflake,
  { channel }: { channel?: Snowflake | undefined },
): Knex.QueryBuilder {
  const rows = db('channel_deeds AS d').where('d.guild_id', guild).select(columns);
  return channel === undefined ? rows : rows.where('d.channel_id', channel);
}

export function toDeed(row: Record<string, unknown>): StoredDeed {
  return StoredDeed.parse(row);
}

const columns = {
  id: 'd.id',
  guild: 'd.guild_id',
  channel: 'd.channel_id',
  operation: 'd.operation',
  deed: 'd.deed',
  actorKind: 'd.actor_kind',
  actorId: 'd.actor_id',
  actorName: 'd.actor_name',
  reason: 'd.reason',
  effect: 'd.effect',
  answer: 'd.answer',
  result: 'd.result',
  createdAt: 'd.created_at',
};
