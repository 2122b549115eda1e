import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

type Deps = { db: Knex };

const Unlogged = z.object({
  feature: z.string(),
  guild: z.string(),
  version: z.number(),
  actorKind: z.string(),
  actor: z.string().nullable(),
  actorName: z.string(),
  note: z.string().nullable(),
  at: z.date(),
  /** As stored; `before`: of the version before, null where there is none. */
  values: z.unknown(),
  before: z.unknown(),
  /** Where the guild wants to read of it (setting `settingsLog`). */
  channel: z.string().nullable(),
});
/** A version of a guild's settings that its log has not been told of. */
export type Unlogged = z.infer<typeof Unlogged>;

/** The oldest of them. */
export async function findUnlogged({ db }: Deps, limit: number): Promise<Unlogged[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT v.feature, v.guild_id::text AS guild, v.version, v.actor_kind AS "actorKind", v.actor_id::text AS actor,
       v.actor_name AS "actorName", v.note, v.created_at AS at, v.values, p.values AS before, c.values ->> 'settingsLog' AS channel
     FROM settings_versions v
       LEFT JOIN settings_versions p ON p.feature = v.feature AND p.guild_id = v.guild_id AND p.version = v.version - 1
       LEFT JOIN moderation_configs c ON c.guild_id = v.guild_id
     WHERE NOT v.logged ORDER BY v.created_at, v.guild_id, v.feature, v.version LIMIT ?`,
    [limit],
  );
  return z.array(Unlogged).parse(rows);
}

/** They were told of, or there is nobody to tell. */
export async function markLogged(
  { db }: Deps,
  versions: readonly { feature: string; guild: Snowflake; version: number }[],
): Promise<void> {
  if (versions.length === 0) return;
  await db.raw(
    `UPDATE settings_versions v SET logged = true
     FROM jsonb_to_recordset(?::jsonb) AS l (feature text, guild bigint, version integer)
     WHERE v.feature = l.feature AND v.guild_id = l.guild AND v.version = l.version`,
    [JSON.stringify(versions.map(({ feature, guild, version }) => ({ feature, guild, version })))],
  );
}
