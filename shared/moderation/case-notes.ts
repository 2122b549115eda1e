import type { Knex } from '../db/knex.ts';

export interface NewNote {
  case: string;
  /** As people know who did it. */
  by: string;
  text: string;
}

/** Writes down what happened to cases. Hand in the transaction of what happened. */
export async function addNotes(trx: Knex, notes: readonly NewNote[]): Promise<void> {
  if (notes.length === 0) return;
  await trx.raw(
    `INSERT INTO case_notes (case_id, actor_name, text)
     SELECT "case", by, text FROM ROWS FROM (jsonb_to_recordset(?::jsonb) AS ("case" bigint, by text, text text))
       WITH ORDINALITY AS n ("case", by, text, place) ORDER BY place`,
    [JSON.stringify(notes)],
  );
}
