import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { addNotes } from '../moderation/case-notes.ts';
import { liftCases } from '../moderation/lifting.ts';
import { lockMembers } from '../moderation/member-locks.ts';
import { withdrawWarnings } from '../moderation/warnings.ts';
import {
  chosenBy,
  countFalling,
  findFalling,
  type Preview,
  type Selection,
  theseFirings,
} from './undo-plan.ts';

export type { Preview, Selection } from './undo-plan.ts';

const atOnce = 500; // firings of a transaction

export function previewUndo({ db }: { db: Knex }, guild: Snowflake, selection: Selection): Promise<Preview> {
  return countFalling(db, chosenBy(guild, selection));
}

export interface Undone {
  firings: number;
  /** Cases that Discord is asked to take back: an effect `lift` is wanted for each. */
  lifted: string[];
}

/**
 * Takes back what firings did: timeouts and bans are to be lifted, warnings are withdrawn, messages that wait for their
 * deletion stay. Each case says so in a note. Doing it again changes nothing. In as many transactions as it takes: what is
 * undone stays so where a later one fails.
 */
export async function undo(
  { db }: { db: Knex },
  guild: Snowflake,
  selection: Selection,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<Undone> {
  const undone: Undone = { firings: 0, lifted: [] };
  for (;;) {
    const piece = await transact(db, (trx) => undoPiece(trx, guild, selection, by));
    undone.firings += piece.firings;
    undone.lifted.push(...piece.lifted);
    if (piece.seen < atOnce) return undone;
  }
}

async function undoPiece(
  trx: Knex.Transaction,
  guild: Snowflake,
  selection: Selection,
  by: Parameters<typeof undo>[3],
): Promise<Undone & { seen: number }> {
  const { seen, ids } = await mark(trx, guild, selection, by.actor.name);
  if (ids.length === 0) return { seen, firings: 0, lifted: [] };
  const { cases, warned } = await findFalling(trx, theseFirings(ids));
  await withdrawWarnings(trx, warned, by.actor.name);
  const lifted = await liftCases(trx, cases, {
    by: by.actor.name,
    note: 'The firing of auto-moderation was undone.',
  });
  const told = new Set([...cases.map(({ id }) => id), ...warned]);
  const text = 'What auto-moderation did here was undone.';
  await addNotes(
    trx,
    [...told].map((id) => ({ case: id, by: by.actor.name, text })),
  );
  await trx.raw(
    "UPDATE automod_firing_messages SET deletion = 'none' WHERE firing_id = ANY(?::bigint[]) AND deletion = 'wanted'",
    [ids],
  );
  const after = { ...selection, firings: ids.length, cases: cases.length, lifted: lifted.length };
  await audit(trx, { ...by, guild, action: 'automod.undone', subject: `${ids.length} firings`, after });
  return { seen, firings: ids.length, lifted };
}

/** Members before firings, as for recording; what somebody else undid meanwhile is left out. */
async function mark(
  trx: Knex.Transaction,
  guild: Snowflake,
  selection: Selection,
  by: string,
): Promise<{ seen: number; ids: string[] }> {
  const { sql, values } = chosenBy(guild, selection);
  const chosen = await trx.raw<{ rows: { id: string; guild: Snowflake; user: Snowflake }[] }>(
    `SELECT f.id, f.guild_id AS guild, f.user_id AS "user" FROM automod_firings f WHERE ${sql} ORDER BY f.id LIMIT ${atOnce}`,
    values,
  );
  if (chosen.rows.length === 0) return { seen: 0, ids: [] };
  await lockMembers(trx, chosen.rows);
  const marked = await trx.raw<{ rows: { id: string }[] }>(
    `UPDATE automod_firings SET undone_at = now(), undone_by = ?
     WHERE id = ANY(?::bigint[]) AND undone_at IS NULL RETURNING id`,
    [by, chosen.rows.map(({ id }) => id)],
  );
  return { seen: chosen.rows.length, ids: marked.rows.map(({ id }) => id) };
}
