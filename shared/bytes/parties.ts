import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Party = z.object({
  id: z.string(),
  username: z.string(),
  globalName: z.string().nullable(),
  avatar: z.string().nullable(),
  bot: z.boolean(),
  /** Now: not one who left. */
  member: z.boolean(),
  name: z.string(),
  balance: z.coerce.number(),
  freezesHeld: z.number(),
});
/** Somebody bytes go from or to, by our own rows: those that were ever members. */
export type Party = z.infer<typeof Party>;

/** Those of these users that were ever members of the guild, by id. */
export async function readParties(
  { db }: { db: Knex },
  guild: Snowflake,
  users: readonly Snowflake[],
): Promise<Map<Snowflake, Party>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT u.id, u.username, u.global_name AS "globalName", u.avatar, u.bot, m.active AS member,
       coalesce(nullif(m.name, ''), nullif(u.global_name, ''), u.username) AS name, m.balance,
       m.freezes_held AS "freezesHeld"
     FROM guild_members m JOIN discord_users u ON u.id = m.user_id
     WHERE m.guild_id = ? AND m.user_id = ANY(?::bigint[])`,
    [guild, [...users]],
  );
  return new Map(
    z
      .array(Party)
      .parse(rows)
      .map((party) => [party.id, party]),
  );
}
