import { audit, type Deed } from '../accounts/audit.ts';
import { SECOND } from '../core/clock.ts';
import { isPseudonym } from '../core/pseudonyms.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import type { ForgetStep } from './forget-user.ts';
import { ForgetRun } from './model.ts';
import { type PendingCase, pendingCases } from './pending.ts';
import { previewUser } from './preview.ts';
import { forgottenName } from './pseudonym.ts';

type Deps = { db: Knex };

const lost = 15 * SECOND; // without a beat: its worker is gone
export const beatEvery = 5 * SECOND;

/** `pending`: Discord has still to be asked about them; `under-way`: somebody asked before. */
export type ForgetAsked =
  | { is: 'asked' | 'under-way'; run: ForgetRun }
  | { is: 'pending'; cases: PendingCase[] }
  | { is: 'unknown' };

/**
 * Has the workers forget a user. What is written down of it names the pseudonym only. One who failed before is tried
 * again.
 */
export async function askToForget(
  deps: Deps,
  user: Snowflake,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<ForgetAsked> {
  const open = await ForgetRun.query(deps.db).findOne({ user_id: user });
  if (open && open.state !== 'failed') return { is: 'under-way', run: open };
  const found = isPseudonym(user) ? undefined : await previewUser(deps, user);
  if (!open && !found) return { is: 'unknown' };
  const cases = await pendingCases(deps, user);
  if (cases.length > 0) return { is: 'pending', cases };
  return transact(deps.db, async (trx): Promise<ForgetAsked> => {
    const { rows } = await trx.raw<{ rows: { id: string }[] }>(
      `INSERT INTO forget_runs (user_id, names, acted_as, asked_by)
       VALUES (:user, ARRAY(${names}), ARRAY(${actedAs}), :by)
       ON CONFLICT (user_id) WHERE user_id IS NOT NULL
       DO UPDATE SET state = 'waiting', why = NULL, claims = 0, tries = 0, asked_at = now(), asked_by = excluded.asked_by
         WHERE forget_runs.state = 'failed' RETURNING id`,
      { user, by: by.actor.name, ofTheSystem },
    );
    const run = await ForgetRun.query(trx).findOne({ user_id: user }).throwIfNotFound();
    if (rows.length === 0) return { is: 'under-way', run };
    await audit(trx, { ...by, action: 'user.forget-asked', subject: run.pseudonym, after: { run: run.id } });
    return { is: 'asked', run };
  });
}

const acted = `SELECT actor_name AS name FROM moderation_cases WHERE actor_id = :user AND actor_kind = 'member'
    UNION ALL SELECT actor_name FROM audit_entries WHERE actor_id = :user AND actor_kind = 'member'`;
/** Two letters would be found by chance. */
const telling = `char_length(name) > 2 AND name <> '${forgottenName}'`;
/** Names that stand beside an id of theirs. */
const names = `SELECT DISTINCT name FROM (
    SELECT unnest(ARRAY[username, global_name]) AS name FROM discord_users WHERE id = :user
    UNION ALL SELECT unnest(ARRAY[name, nick] || former_names) FROM guild_members WHERE user_id = :user
    UNION ALL ${acted}
  ) told WHERE ${telling}`;
/** Names that stand where no id does, and so must not be others' (namesakes.ts). */
const actedAs = `SELECT DISTINCT name FROM (${acted}) told
  WHERE ${telling} AND name <> ALL(:ofTheSystem) AND lower(name) NOT IN (SELECT lower(username) FROM admin_users)
    AND name NOT IN (SELECT name FROM api_keys)`;
const ofTheSystem = ['system', 'Auto-moderation', 'Smarter Dev', 'Discord'];

/** Takes up one that waits, or whose worker is gone. */
export async function claimForgetting({ db }: Deps): Promise<ForgetRun | undefined> {
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(
    `UPDATE forget_runs SET state = 'running', claims = claims + 1, tries = tries + 1, beat_at = now()
     WHERE id = (SELECT id FROM forget_runs WHERE state = 'waiting'
         OR (state = 'running' AND beat_at < now() - make_interval(secs => ?))
       ORDER BY beat_at NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`,
    [lost / SECOND],
  );
  return rows[0] && ForgetRun.fromDatabaseJson(rows[0]);
}

/** False where the run is another worker's by now. */
export async function keepForgetStep(
  { db }: Deps,
  { id, claims }: ForgetRun,
  { cursor, changed, actedAs }: ForgetStep,
): Promise<boolean> {
  const kept = {
    ...(actedAs ? { acted_as: [...actedAs] } : {}),
    changed: db.raw('changed + ?', [changed]),
    cursor: JSON.stringify(cursor),
    why: null,
    tries: 0,
  };
  return (await mine(db, id, claims).update({ ...kept, beat_at: db.fn.now() })) === 1;
}

export async function beatForgetting({ db }: Deps, { id, claims }: ForgetRun): Promise<boolean> {
  return (await mine(db, id, claims).update({ beat_at: db.fn.now() })) === 1;
}

/** Given back for a while: it waits for something, or its worker stops. */
export async function releaseForgetting(
  { db }: Deps,
  { id, claims }: ForgetRun,
  why: string | null,
): Promise<void> {
  const waits = why === null ? {} : { tries: 0 };
  await mine(db, id, claims).update({ state: 'waiting', why, ...waits, beat_at: db.fn.now() });
}

/** From here on nothing tells whom the pseudonym stands for. */
export function finishForgetting({ db }: Deps, { id, claims, pseudonym }: ForgetRun): Promise<void> {
  return transact(db, async (trx) => {
    const done = { state: 'done', user_id: null, names: null, acted_as: null, cursor: null, why: null };
    const finished = await mine(trx, id, claims).update({ ...done, finished_at: trx.fn.now() });
    if (finished === 0) return;
    const { changed } = await ForgetRun.query(trx).findById(id).throwIfNotFound();
    const actor = { kind: 'system', name: 'system' } as const;
    const after = { run: id, rows: Number(changed) };
    await audit(trx, { actor, action: 'user.forgotten', subject: pseudonym, after });
  });
}

export async function failForgetting({ db }: Deps, { id, claims }: ForgetRun, why: string): Promise<void> {
  await mine(db, id, claims).update({ state: 'failed', why: why.slice(0, 2_000) });
}

export async function findForgetting({ db }: Deps, user: Snowflake): Promise<ForgetRun | undefined> {
  return ForgetRun.query(db).findOne({ user_id: user });
}

export async function findForgetRun({ db }: Deps, id: string): Promise<ForgetRun | undefined> {
  return ForgetRun.query(db).findById(id);
}

/** The latest first. */
export async function listForgetRuns({ db }: Deps, limit: number): Promise<ForgetRun[]> {
  return ForgetRun.query(db).orderBy('id', 'desc').limit(limit);
}

function mine(db: Knex, id: string, claims: number): Knex.QueryBuilder {
  return db('forget_runs').where({ id, claims, state: 'running' });
}
