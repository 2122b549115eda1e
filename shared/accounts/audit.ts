import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { AuditEntry } from './model.ts';
import { setupDeeds } from './setup-deeds.ts';

/** Something that was done. `before` and `after` hold what changed, never secrets. */
export interface Deed {
  actor: Actor;
  /** Undefined for what concerns no single guild. */
  guild?: Snowflake;
  /** `<thing>.<what happened>`: `settings.saved`, `key.revoked`. */
  action: string;
  /** What it was done to, as people name it. */
  subject?: string;
  before?: unknown;
  after?: unknown;
  /** Of the request, where it was one; of members none is kept. */
  ip?: string;
  requestId?: string;
}

/** Writes an immutable entry; hand in the transaction of the deed, so that neither stands without the other. */
export async function audit(db: Knex, deed: Deed): Promise<void> {
  const { actor, guild, action, subject = '', before, after, ip, requestId } = deed;
  const { id } = await AuditEntry.query(db).insert({
    actorKind: actor.kind,
    actorId: actor.kind === 'system' ? null : actor.id,
    actorName: actor.name,
    guildId: guild ?? null,
    action,
    subject,
    before: asJson(before),
    after: asJson(after),
    ip: actor.kind === 'member' ? null : (ip ?? null),
    requestId: requestId ?? null,
  });
  if (guild && setupDeeds[action]) await db('unlogged_entries').insert({ entry_id: id });
}

/** A bare text is JSON only in quotes. */
function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
