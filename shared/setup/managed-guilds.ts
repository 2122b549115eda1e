import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { GuildsAfter } from '../sync/guild-list.ts';

const Row = z.object({
  id: z.string(),
  name: z.string(),
  memberCount: z.number().nullable(),
  isOwner: z.boolean(),
  key: z.string(),
});
export type ManagedGuild = z.infer<typeof Row>;

/**
 * All guilds of which `findManagedGuild` says that the user manages them, by name, a page at a time; `search` is a part
 * of the name or a whole id. Reads the guilds that the user is in, of which Discord allows 200.
 */
export async function listManagedGuilds(
  { db, clock }: { db: Knex; clock: Clock },
  {
    user,
    search = '',
    after,
    limit,
  }: { user: Snowflake; search?: string; after?: GuildsAfter; limit: number },
): Promise<ManagedGuild[]> {
  const values = {
    ...{ user, limit, now: new Date(clock()) },
    pattern: `%${search.replace(/[\\%_]/g, '\\$&')}%`,
    id: Snowflake.safeParse(search).data ?? null,
    ...{ afterKey: after?.key ?? null, afterId: after?.id ?? null },
  };
  const { rows } = await db.raw<{ rows: unknown[] }>(managed, values);
  return z.array(Row).parse(rows);
}

/** As `guildPermissions` has it: owners and administrators always, others with Manage Server while not timed out. */
const managed = `
  SELECT g.id, g.name, g.member_count AS "memberCount", g.owner_id IS NOT DISTINCT FROM m.user_id AS "isOwner",
    lower(g.name) COLLATE "C" AS key
  FROM guild_members m JOIN guilds g ON g.id = m.guild_id
  CROSS JOIN LATERAL (SELECT coalesce(bit_or(permissions), 0) AS bits FROM guild_roles
    WHERE guild_id = m.guild_id AND id = ANY(m.roles || m.guild_id) AND active) AS held
  WHERE m.user_id = :user AND m.active AND m.seen_at > '-infinity' AND g.active
    AND (g.owner_id = m.user_id OR held.bits & ${P.Administrator} <> 0
      OR held.bits & ${P.ManageGuild} <> 0 AND coalesce(m.timed_out_until <= :now, true))
    AND (g.name ILIKE :pattern OR g.id = CAST(:id AS bigint))
    AND (CAST(:afterId AS bigint) IS NULL
      OR (lower(g.name) COLLATE "C", g.id) > (CAST(:afterKey AS text), CAST(:afterId AS bigint)))
  ORDER BY key, g.id LIMIT :limit`;
