import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Window } from './kind.ts';

/** The messages of one window: of a member, of one of a member's texts, or of one text in the guild. */
export interface PackedGroup {
  /** Null where the messages are of several. */
  member: Snowflake | null;
  /** Records of `recordBytes`, in no order: message, channel, member (8 each), length (4), mentions, attachments (2 each). */
  packed: Buffer;
}

export const recordBytes = 32;

/** Which messages are looked at. */
export interface Extent {
  guild: Snowflake;
  from: Date;
  to: Date;
  exempt: Exempt;
}

export interface Exempt {
  /** With their threads. */
  channels: readonly Snowflake[];
  users: readonly Snowflake[];
  /** Members who are exempt in one channel, and its threads, alone. */
  inChannel: readonly { channel: Snowflake; user: Snowflake }[];
}

/** What one window is made of. */
const grouping: Partial<Record<Window['counts'], string>> = {
  messages: 'user_id',
  channels: 'user_id',
  mentions: 'user_id',
  duplicates: 'user_id, fingerprint',
  members: 'fingerprint',
};

/**
 * What matters to a rule, packed by Postgres: of a million messages few lie close enough together. Time is cut into
 * stretches of the rule's period. Where it holds, its window touches two of them, so one has half of what it takes; what
 * counts towards it, and what follows in the burst, lies from one before that to two after. `part` of `parts` bounds what
 * is in memory at once; no window is split.
 */
export async function readGroups(
  { db }: { db: Knex },
  { guild, from, to, exempt }: Extent,
  { window, part, parts }: { window: Window; part: number; parts: number },
): Promise<PackedGroup[]> {
  const group = grouping[window.counts] ?? 'user_id';
  const isOfOne = group.includes('user_id');
  const needsText = group.includes('fingerprint');
  const spread = isOfOne ? 'user_id >> 22' : 'fingerprint >> 1';
  const bucket = `(message_id >> 22) / ${window.within}`;
  const { users, channels, inChannel } = exempt;
  const conditions: [sql: string, ...bindings: Knex.RawBinding[]][] = [
    ['guild_id = ? AND at >= ? AND at < ?', guild, from, to],
    [`abs((${spread}) % ?) = ?`, parts, part],
  ];
  if (needsText) conditions.push(['fingerprint IS NOT NULL']);
  if (users.length > 0) conditions.push(['user_id NOT IN (SELECT unnest(?::bigint[]))', [...users]]);
  if (channels.length > 0) conditions.push([`${placeOf} NOT IN (SELECT unnest(?::bigint[]))`, [...channels]]);
  if (inChannel.length > 0)
    conditions.push([
      `(${placeOf}, user_id) NOT IN (SELECT * FROM unnest(?::bigint[], ?::bigint[]))`,
      inChannel.map(({ channel }) => channel),
      inChannel.map(({ user }) => user),
    ]);
  const where = conditions.map(([sql]) => sql).join(' AND ');
  const bindings = conditions.flatMap(([, ...values]) => values);
  return db.transaction(async (trx) => {
    // else a million rows are grouped on disk, and joined one by one, since nobody can tell how many stretches are hot
    await trx.raw(
      "SET LOCAL work_mem = '64MB'; SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off",
    );
    const { rows } = await trx.raw<{ rows: PackedGroup[] }>(
      `WITH hot AS (
         SELECT ${group}, ${bucket} AS bucket FROM message_traces t WHERE ${where}
         GROUP BY ${group}, bucket HAVING ${canHold(window)}
       ), near AS MATERIALIZED (
         SELECT DISTINCT ${group}, bucket + step AS bucket FROM hot, generate_series(-1, 2) AS step
       )
       SELECT ${isOfOne ? 'user_id' : 'NULL'} AS member,
         string_agg(int8send(message_id) || int8send(channel_id) || int8send(user_id) || int4send(length)
           || int2send(mentions) || int2send(attachments), ''::bytea) AS packed
       FROM message_traces t
       WHERE ${where} AND (${group}, ${bucket}) IN (SELECT ${group}, bucket FROM near) GROUP BY ${group}`,
      [...bindings, ...bindings],
    );
    return rows;
  });
}

/** The channel, of a thread the one that it belongs to. */
const placeOf =
  'coalesce((SELECT parent_id FROM guild_threads k WHERE k.guild_id = t.guild_id AND k.id = t.channel_id), channel_id)';

/** Half of what it takes, or all of it at once. */
function canHold({ counts, atLeast, atOnce = 0 }: Window): string {
  const half = Math.ceil(atLeast / 2);
  if (counts !== 'mentions') return `count(*) >= ${half}`;
  return `sum(mentions) >= ${half}${atOnce > 0 ? ` OR max(mentions) >= ${atOnce}` : ''}`;
}

/** How many messages there are, whoever is exempt. */
export async function countTraces(
  { db }: { db: Knex },
  { guild, from, to }: Pick<Extent, 'guild' | 'from' | 'to'>,
): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    'SELECT count(*)::integer AS count FROM message_traces WHERE guild_id = ? AND at >= ? AND at < ?',
    [guild, from, to],
  );
  return rows[0]?.count ?? 0;
}
