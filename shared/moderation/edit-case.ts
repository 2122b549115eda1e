import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { cut } from '../core/plain-text.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { once } from '../db/operations.ts';
import { addNotes } from './case-notes.ts';

interface Change {
  guild: Snowflake;
  number: number;
  by: Actor;
  /** The operation's id (shared/db/operations.ts): again, it is answered the same. */
  operation: string;
}

export interface Edit extends Change {
  /** Up to 4,000 characters. */
  reason: string;
  /** As which it was read; left out where nothing is to be compared. */
  version?: number;
}

const Edited = z.discriminatedUnion('is', [
  /** `case`: its id. */
  z.object({ is: z.literal('edited'), case: z.string(), version: z.number() }),
  z.object({ is: z.literal('unchanged'), version: z.number() }),
  z.object({ is: z.literal('unknown') }),
  /** Somebody else changed it meanwhile. */
  z.object({ is: z.literal('stale'), version: z.number() }),
]);
export type Edited = z.infer<typeof Edited>;

/** Gives a case, and the warning that it may be, another reason; a note keeps the one before. `decided`: when that was. */
export async function editReason({ db }: { db: Knex }, edit: Edit): Promise<Edited & { decided: Date }> {
  const operation = { id: edit.operation, kind: 'case-edit', guild: edit.guild, user: idOf(edit.by) };
  const { outcome, at } = await once(db, operation, Edited, (trx) => editWithin(trx, edit));
  return { ...outcome, decided: at };
}

/** Writes a note on a case; false where there is no such case. */
export async function noteOnCase(
  { db }: { db: Knex },
  { guild, number, by, operation: id, text }: Change & { text: string },
): Promise<boolean> {
  const operation = { id, kind: 'case-note', guild, user: idOf(by) };
  const { outcome } = await once(db, operation, z.boolean(), async (trx) => {
    const found: { id: string } | undefined = await trx('moderation_cases')
      .where({ guild_id: guild, number })
      .first('id');
    if (found) await addNotes(trx, [{ case: found.id, by: by.name, text }]);
    return found !== undefined;
  });
  return outcome;
}

async function editWithin(
  trx: Knex.Transaction,
  { guild, number, by, reason, version }: Edit,
): Promise<Edited> {
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
  return { is: 'edited', case: found.id, version: next };
}

/** Whose operation it is: the member's who does it, or the staff's. */
function idOf(by: Actor): Snowflake | null {
  return by.kind === 'member' ? by.id : null;
}
