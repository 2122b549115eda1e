import type { Actor } from '../core/actor.ts';
import { cut } from '../core/plain-text.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { addNotes } from './case-notes.ts';

export interface Edit {
  guild: Snowflake;
  number: number;
  by: Actor;
  /** Up to 4,000 characters. */
  reason: string;
  /** As which it was read; left out where nothing is to be compared. */
  version?: number;
}

export type Edited =
  | { is: 'edited'; before: string; version: number }
  | { is: 'unchanged'; version: number }
  | { is: 'unknown' }
  /** Somebody else changed it meanwhile. */
  | { is: 'stale'; version: number };

/** Gives a case, and the warning that it may be, another reason; a note keeps the one before. */
export function editReason(
  { db }: { db: Knex },
  { guild, number, by, reason, version }: Edit,
): Promise<Edited> {
  return transact(db, async (trx) => {
    const found: { id: string; reason: string; version: number } | undefined = await trx('moderation_cases')
      .where({ guild_id: guild, number })
      .forUpdate()
      .first('id', 'reason', 'version');
    if (!found) return { is: 'unknown' };
    if (version !== undefined && version !== found.version) return { is: 'stale', version: found.version };
    if (found.reason === reason) return { is: 'unchanged', version: found.version };
    const next = found.version + 1;
    await trx('moderation_cases').where({ id: found.id }).update({ reason, version: next });
    await trx('user_warnings').where({ case_id: found.id }).update({ reason });
    const text = found.reason === '' ? 'A reason was given.' : cut(`The reason was: ${found.reason}`, 4_000);
    await addNotes(trx, [{ case: found.id, by: by.name, text }]);
    return { is: 'edited', before: found.reason, version: next };
  });
}

/** Writes a note on a case; false where there is no such case. */
export async function noteOnCase(
  { db }: { db: Knex },
  { guild, number, by, text }: { guild: Snowflake; number: number; by: Actor; text: string },
): Promise<boolean> {
  const found: { id: string } | undefined = await db('moderation_cases')
    .where({ guild_id: guild, number })
    .first('id');
  if (found) await addNotes(db, [{ case: found.id, by: by.name, text }]);
  return found !== undefined;
}
