import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';

const Row = z.object({ day: z.number(), bytes: z.coerce.number() });

/** The days from that one on (since 1970, as each guild counts them) on which a user wrote in these guilds, and what each paid. */
export function activeDays(
  guilds: readonly Snowflake[],
  user: Snowflake,
  since: number,
): Question<{ day: number; bytes: number }[]> {
  return {
    sql: `SELECT day, sum(amount)::text AS bytes FROM bytes
      WHERE guild_id = ANY(?::bigint[]) AND receiver_id = ? AND kind = 'daily' AND day >= ? GROUP BY day ORDER BY day`,
    values: [[...guilds], user, since],
    read: (rows) => z.array(Row).parse(rows),
  };
}
