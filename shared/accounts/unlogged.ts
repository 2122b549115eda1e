import { z } from 'zod';
import type { Knex } from '../db/knex.ts';

type Deps = { db: Knex };

const UnloggedDeed = z.object({
  id: z.string(),
  guild: z.string(),
  action: z.string(),
  subject: z.string(),
  actorKind: z.string(),
  actor: z.string().nullable(),
  actorName: z.string(),
  at: z.date(),
  /** What changed. */
  before: z.unknown(),
  after: z.unknown(),
  /** Where the guild wants to read of it (setting `settingsLog`). */
  channel: z.string().nullable(),
});
/** A deed of `setupDeeds` that its guild's log has not been told of. */
export type UnloggedDeed = z.infer<typeof UnloggedDeed>;

/** The oldest of them. */
export async function findUnloggedDeeds({ db }: Deps, limit: number): Promise<UnloggedDeed[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT e.id::text, e.guild_id::text AS guild, e.action, e.subject, e.actor_kind AS "actorKind", e.actor_id::text AS actor,
       e.actor_name AS "actorName", e.at, e.before, e.after, c.values ->> 'settingsLog' AS channel
     FROM unlogged_entries u JOIN audit_entries e ON e.id = u.entry_id
       LEFT JOIN moderation_configs c ON c.guild_id = e.guild_id
     ORDER BY u.entry_id LIMIT ?`,
    [limit],
  );
  return z.array(UnloggedDeed).parse(rows);
}

/** They were told of, or there is nobody to tell. */
export async function markDeedsLogged({ db }: Deps, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.raw('DELETE FROM unlogged_entries WHERE entry_id = ANY(?::bigint[])', [[...ids]]);
}
