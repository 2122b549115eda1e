import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { resolveWithin } from './take-back.ts';
import { findWarning, type ListedWarning } from './warning-list.ts';
import { withdrawWarnings } from './warnings.ts';

export type Withdrawn =
  /** Ids of cases: those that followed from it, whose `lift` is due, and its own where this resolved that. */
  | { is: 'withdrawn'; lifted: string[]; resolved: string[] }
  | { is: 'unknown' }
  | { is: 'already'; warning: ListedWarning };

/** Takes a warning back: its case is undone, also where that was resolved before. */
export function withdrawWarning(
  { db }: { db: Knex },
  { guild, id, by, note }: { guild: Snowflake; id: string; by: Actor; note: string },
): Promise<Withdrawn> {
  return transact(db, async (trx): Promise<Withdrawn> => {
    const warning = await findWarning({ db: trx }, guild, id);
    if (!warning) return { is: 'unknown' };
    if (warning.withdrawnAt !== null) return { is: 'already', warning };
    const resolved = await resolveWithin(trx, { guild, number: warning.number, by, note, undo: true });
    if (resolved.is === 'resolved')
      return { is: 'withdrawn', lifted: resolved.lifted, resolved: [resolved.case] };
    const [own] = await withdrawWarnings(trx, [warning.case], by.name);
    const now = own === undefined && (await findWarning({ db: trx }, guild, id));
    return now ? { is: 'already', warning: now } : { is: 'withdrawn', lifted: [], resolved: [] };
  });
}
