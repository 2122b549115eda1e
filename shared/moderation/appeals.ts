import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { cut } from '../core/plain-text.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type AppealState, appealStates, findAppeal, type ListedAppeal } from './appeal-list.ts';
import { addNotes } from './case-notes.ts';
import { liftResolved } from './lifting.ts';
import { type CaseKind, caseKinds } from './model.ts';
import { findStanding } from './standing.ts';
import { resolveWithin } from './take-back.ts';
import { withdrawWarnings } from './warnings.ts';

export {
  type AppealFilters,
  type AppealState,
  appealStates,
  findAppeal,
  ListedAppeal,
  listAppeals,
  selectAppeals,
  toAppeal,
} from './appeal-list.ts';

type Deps = { db: Knex };

export interface NewAppeal {
  guild: Snowflake;
  /** The number of the case. */
  number: number;
  user: Snowflake;
  /** 1–2,000 characters. */
  text: string;
}

export type Appealed =
  | { is: 'filed'; id: string }
  /** Once for each case, however it was answered. */
  | { is: 'already'; state: AppealState }
  /** Of somebody else, or of nobody. */
  | { is: 'not-yours' }
  /** Nothing was done to the member by it, or it is over. */
  | { is: 'not-appealable' }
  /** The guild takes none. */
  | { is: 'off' };

const appealable: readonly CaseKind[] = ['warn', 'timeout', 'kick', 'ban'];

/**
 * Whether a case of the member's own may be appealed, as far as the case is concerned. `standing`: the ids of those that still
 * do something to the member though they are resolved (standing.ts). Pure.
 */
export function isAppealable(
  { id, kind, resolvedAt }: { id: string; kind: CaseKind; resolvedAt: Date | null },
  standing: ReadonlySet<string>,
): boolean {
  return appealable.includes(kind) && (resolvedAt === null || standing.has(id));
}

export async function appeal({ db }: Deps, { guild, number, user, text }: NewAppeal): Promise<Appealed> {
  const row: unknown = await db('moderation_cases AS c')
    .leftJoin('appeals AS a', 'a.case_id', 'c.id')
    .where({ 'c.guild_id': guild, 'c.number': number, 'c.user_id': user })
    .first({ id: 'c.id', kind: 'c.kind', resolvedAt: 'c.resolved_at', state: 'a.state' });
  const found = Own.optional().parse(row);
  if (!found) return { is: 'not-yours' };
  if (found.state) return { is: 'already', state: found.state };
  if (!(await takesAppeals({ db }, guild))) return { is: 'off' };
  if (!isAppealable(found, await findStanding({ db }, guild, user))) return { is: 'not-appealable' };
  const [made] = await db('appeals')
    .insert({ guild_id: guild, case_id: found.id, user_id: user, text })
    .onConflict('case_id')
    .ignore()
    .returning('id');
  return made ? { is: 'filed', id: made.id } : { is: 'already', state: 'open' };
}

const Own = z.object({
  id: z.string(),
  kind: z.enum(caseKinds),
  resolvedAt: z.date().nullable(),
  state: z.enum(appealStates).nullable(),
});

/** Whether the guild's members may appeal (setting `appeals`). */
export async function takesAppeals({ db }: Deps, guild: Snowflake): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { off: boolean }[] }>(
    "SELECT values -> 'appeals' = 'false' AS off FROM moderation_configs WHERE guild_id = ?",
    [guild],
  );
  return rows[0]?.off !== true;
}

export interface AppealAnswer {
  guild: Snowflake;
  id: string;
  accept: boolean;
  /** What the member reads; up to 2,000 characters, may be empty. */
  answer: string;
  by: Actor;
  /** As which the appeal was read; left out where nothing is to be compared. */
  version?: number | undefined;
}

export type AnsweredAppeal =
  /** Ids of cases: those whose `lift` is due, and those that this answer resolved. None where it stood already. */
  | { is: 'answered'; appeal: ListedAppeal; lifted: string[]; resolved: string[] }
  | { is: 'unknown' }
  /** Somebody else answered before, or otherwise; or it was changed since it was read. */
  | { is: 'already'; appeal: ListedAppeal };

/**
 * Answers an appeal, once; who says the same once more hears that it is answered. Accepting it undoes the case, also where
 * that was resolved without undoing it.
 */
export function answerAppeal(
  { db }: Deps,
  { guild, id, accept, answer, by, version }: AppealAnswer,
): Promise<AnsweredAppeal> {
  return transact(db, async (trx): Promise<AnsweredAppeal> => {
    const before = await findAppeal({ db: trx }, guild, id);
    if (!before) return { is: 'unknown' };
    const answered = await trx('appeals')
      .where({ guild_id: guild, id, state: 'open', ...(version !== undefined && { version }) })
      .update({
        state: accept ? 'accepted' : 'rejected',
        answer,
        answered_at: trx.fn.now(),
        answered_by: by.name,
        version: trx.raw('version + 1'),
      })
      .returning('case_id');
    const after = await findAppeal({ db: trx }, guild, id);
    const [row] = answered;
    if (!row || !after) return readAnswer(after ?? before, { accept, answer, by });
    const note = cut(`The appeal was ${accept ? 'accepted' : 'rejected'}. ${answer}`.trim(), 4_000);
    await addNotes(trx, [{ case: row.case_id, by: by.name, text: note }]);
    if (!accept) return { is: 'answered', appeal: after, lifted: [], resolved: [] };
    const undone = await resolveWithin(trx, { guild, number: before.case, by, note, undo: true });
    const done =
      undone.is === 'resolved'
        ? { lifted: undone.lifted, resolved: [undone.case] }
        : { lifted: await undoResolved(trx, row.case_id, by), resolved: [] };
    return { is: 'answered', appeal: (await findAppeal({ db: trx }, guild, id)) ?? after, ...done };
  });
}

/** What is said to an answer that comes after another one. */
function readAnswer(
  appeal: ListedAppeal,
  { accept, answer, by }: Pick<AppealAnswer, 'accept' | 'answer' | 'by'>,
): AnsweredAppeal {
  const isSame = appeal.state === (accept ? 'accepted' : 'rejected') && appeal.answer === answer;
  return isSame && appeal.answeredBy === by.name
    ? { is: 'answered', appeal, lifted: [], resolved: [] }
    : { is: 'already', appeal };
}

async function undoResolved(trx: Knex.Transaction, id: string, by: Actor): Promise<string[]> {
  await withdrawWarnings(trx, [id], by.name);
  return (await liftResolved(trx, id)) ? [id] : [];
}
