import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { AuditEntry } from './model.ts';

/** Who did it: a kind, with the id of that kind where it has one. */
export interface AuditActor {
  kind: Actor['kind'];
  id?: string;
}

export interface AuditFilter {
  guild?: Snowflake;
  actor?: AuditActor;
  action?: string;
  /** The id of the last entry of the page before. */
  before?: string;
  limit: number;
}

/** An entry with the name of its guild as it is now. */
export type ListedEntry = Pick<
  AuditEntry,
  | 'id'
  | 'at'
  | 'actorKind'
  | 'actorId'
  | 'actorName'
  | 'guildId'
  | 'action'
  | 'subject'
  | 'before'
  | 'after'
  | 'ip'
  | 'requestId'
> & { guildName: string | null };

/** What was done, the newest first. */
export async function listAudit({ db }: { db: Knex }, filter: AuditFilter): Promise<ListedEntry[]> {
  const { guild, actor, action, before, limit } = filter;
  const query = AuditEntry.query(db)
    .alias('e')
    .leftJoin('guilds as g', 'g.id', 'e.guild_id')
    .select('e.*', 'g.name as guild_name')
    .orderBy('e.id', 'desc')
    .limit(limit);
  if (guild) query.where('e.guild_id', guild);
  if (actor) query.where({ 'e.actor_kind': actor.kind, 'e.actor_id': actor.id ?? null }); // both, as the index has them
  if (action) query.where('e.action', action);
  if (before) query.where('e.id', '<', before);
  return query.castTo<ListedEntry[]>();
}

/** Every action that was ever written down: jumps from one to the next in an index, however many entries there are. */
export async function listActions({ db }: { db: Knex }): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { action: string }[] }>(
    `WITH RECURSIVE found AS (
       (SELECT action FROM audit_entries ORDER BY action LIMIT 1)
       UNION ALL
       SELECT (SELECT e.action FROM audit_entries e WHERE e.action > found.action ORDER BY e.action LIMIT 1)
       FROM found WHERE found.action IS NOT NULL
     ) SELECT action FROM found WHERE action IS NOT NULL`,
  );
  return rows.map(({ action }) => action);
}
