import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/**
 * The ids of a member's timeouts and bans that were resolved without being taken back and still hold in Discord: their time is
 * not over, and nothing later took their place or ended them.
 */
export async function findStanding(
  { db }: { db: Knex },
  guild: Snowflake,
  user: Snowflake,
): Promise<Set<string>> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `SELECT c.id::text FROM moderation_cases c
     WHERE c.guild_id = ? AND c.user_id = ? AND c.resolved_at IS NOT NULL AND c.effect = 'done' AND c.lift = 'none'
       AND (c.kind = 'ban' AND (c.ends_at IS NULL OR c.ends_at > now()) OR c.kind = 'timeout' AND c.ends_at > now())
       AND NOT EXISTS (
         SELECT FROM moderation_cases o WHERE o.guild_id = c.guild_id AND o.user_id = c.user_id AND o.number > c.number
           AND o.kind IN (c.kind, 'un' || c.kind) AND o.effect IN ('wanted', 'done'))`,
    [guild, user],
  );
  return new Set(rows.map(({ id }) => id));
}
