import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** The days from that one on (since 1970, as the guild counts them) on which a member wrote, and what each paid. */
export async function listActiveDays(
  { db }: { db: Knex },
  guild: Snowflake,
  user: Snowflake,
  since: number,
): Promise<{ day: number; bytes: number }[]> {
  const rows: { day: number; bytes: string }[] = await db('bytes')
    .where({ guild_id: guild, receiver_id: user, kind: 'daily' })
    .where('day', '>=', since)
    .orderBy('day')
    .select('day', 'amount AS bytes');
  return rows.map(({ day, bytes }) => ({ day, bytes: Number(bytes) }));
}
