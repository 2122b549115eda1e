import { z } from 'zod';
import type { Knex } from '../db/knex.ts';
import { addNotes } from './case-notes.ts';
import { CaseState, caseColumns } from './cases.ts';
import type { CaseKind } from './model.ts';

/** A case that comes to ask for more than it did. */
export interface Upgrade {
  case: string;
  kind: Extract<CaseKind, 'timeout' | 'kick' | 'ban'>;
  endsAt: Date | null;
  deleteMessageSeconds: number;
  /** Who says so, and why. */
  by: string;
  note: string;
}

/**
 * Makes open cases ask for more: the same rows, with another kind and end, wanted anew. Each says so in a note. Answers
 * with those that were open.
 */
export async function upgradeCases(
  trx: Knex.Transaction,
  upgrades: readonly Upgrade[],
): Promise<CaseState[]> {
  if (upgrades.length === 0) return [];
  const changes = upgrades.map(({ endsAt, ...rest }) => ({ ...rest, endsAt: endsAt?.toISOString() ?? null }));
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `UPDATE moderation_cases c SET kind = u.kind, ends_at = u."endsAt", delete_message_seconds = u."deleteMessageSeconds",
       effect = 'wanted', answer = NULL, version = c.version + 1, changed_at = now()
     FROM jsonb_to_recordset(?::jsonb) AS u ("case" bigint, kind text, "endsAt" timestamptz, "deleteMessageSeconds" integer)
     WHERE c.id = u."case" AND c.resolved_at IS NULL AND c.lift = 'none'
     RETURNING ${caseColumns}`,
    [JSON.stringify(changes)],
  );
  const changed = z.array(CaseState).parse(rows);
  const open = new Set(changed.map(({ id }) => id));
  await addNotes(
    trx,
    upgrades
      .filter((upgrade) => open.has(upgrade.case))
      .map(({ case: id, by, note }) => ({ case: id, by, text: note })),
  );
  return changed;
}
