import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type MaintenanceKind, maintenanceKinds } from './kinds.ts';
import { MaintenanceRun } from './model.ts';
import { findTable } from './tables.ts';

export interface RunOrder {
  kind: MaintenanceKind;
  guild?: Snowflake | undefined;
  table?: string | undefined;
}

export type Misfit = { is: 'misfit'; field: 'guild' | 'table'; why: 'missing' | 'unknown' | 'not-taken' };
/** `under-way`: one of that kind, for that guild or table where it names one, is not over yet; nothing was asked for. */
export type Asked = { is: 'asked' | 'under-way'; run: MaintenanceRun } | Misfit;

/** Writes down that somebody wants it. Hand the run to `queueRun` after that; what is not queued is found by the workers. */
export async function askForRun(
  { db }: { db: Knex },
  order: RunOrder,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<Asked> {
  const misfit = await findMisfit(db, order);
  if (misfit) return misfit;
  const { kind, guild, table } = order;
  const open = { kind, guild_id: guild ?? '0' };
  for (;;) {
    const asked = await transact(db, async (trx) => {
      const [made]: { id: string }[] = await trx(MaintenanceRun.tableName)
        .insert({ ...open, options: JSON.stringify(table ? { table } : {}), asked_by: by.actor.name })
        .onConflict(trx.raw(`(kind, guild_id, ${itsTable}) WHERE state IN ('waiting', 'running')`))
        .ignore()
        .returning('id');
      if (!made) return undefined;
      await audit(trx, {
        ...by,
        guild,
        action: 'maintenance.asked',
        subject: kind,
        after: { run: made.id, table },
      });
      return MaintenanceRun.query(trx).findById(made.id).throwIfNotFound();
    });
    if (asked) return { is: 'asked', run: asked };
    const run = await MaintenanceRun.query(db)
      .whereIn('state', ['waiting', 'running'])
      .whereRaw(`${itsTable} = ?`, [table ?? ''])
      .findOne(open);
    if (run) return { is: 'under-way', run }; // otherwise it ended just now: ours may begin
  }
}

/** As the index maintenance_runs_one has it; '': of all tables. */
const itsTable = "coalesce(options ->> 'table', '')";

async function findMisfit(db: Knex, { kind, guild, table }: RunOrder): Promise<Misfit | undefined> {
  const takes = maintenanceKinds[kind];
  for (const [field, given] of [
    ['guild', guild],
    ['table', table],
  ] as const) {
    if (given === undefined && takes[field] === 'always') return { is: 'misfit', field, why: 'missing' };
    if (given !== undefined && takes[field] === 'never') return { is: 'misfit', field, why: 'not-taken' };
  }
  if (guild && !(await db('guilds').where({ id: guild }).first('id')))
    return { is: 'misfit', field: 'guild', why: 'unknown' };
  if (table && !(await findTable({ db }, table))) return { is: 'misfit', field: 'table', why: 'unknown' };
  return undefined;
}
