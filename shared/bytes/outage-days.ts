import { z } from 'zod';
import { audit, type Deed } from '../accounts/audit.ts';
import type { Actor } from '../core/actor.ts';
import { type Clock, DAY } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import { relinkStreaks } from './relink-streaks.ts';

const back = 7; // days, product §1
const patience = '3s'; // awards that begin now wait behind the declaration

const Row = z.object({
  day: z.number(),
  declaredBy: z.string(),
  declaredAt: z.date(),
  /** Null while streaks that it had broken may still be broken. */
  relinkedAt: z.date().nullable(),
  /** How far that is: guilds that are done, of how many; null once it is done. */
  progress: z.object({ guilds: z.number(), of: z.number() }).nullable(),
});
/** A day, counted from 1970-01-01, on which inactivity breaks no streak in any guild. */
export type OutageDay = z.infer<typeof Row>;

/** All that were declared, latest first. */
export async function listOutageDays({ db }: { db: Knex }): Promise<OutageDay[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT day, declared_by AS "declaredBy", declared_at AS "declaredAt", relinked_at AS "relinkedAt",
       CASE WHEN relinked_at IS NULL THEN jsonb_build_object('guilds',
         (SELECT count(*) FROM guilds WHERE id < relinked_guild), 'of', (SELECT count(*) FROM guilds)) END AS progress
     FROM outage_days ORDER BY day DESC`,
  );
  return z.array(Row).parse(rows);
}

export interface Outage {
  /** Counted from 1970-01-01, UTC; each is that calendar day in the time zone of every guild. */
  days: readonly number[];
  by: Actor;
  /** Of the request, where it was one. */
  request?: Pick<Deed, 'ip' | 'requestId'>;
}

export type Declared =
  /** `relinked`: streaks so far; unless it is `done`, the workers' sweep goes on. */
  | { is: 'declared'; days: number[]; relinked: number; done: boolean }
  /** Outage days lie between these two, both included. */
  | { is: 'out-of-range'; first: number; last: number };

/**
 * Declares outage days for all guilds: they break no streak, and streaks that they had broken are relinked, the first
 * batch of members before it returns, the others by `relinkStreaks`, batch by batch. `days` are those that were not
 * declared yet. No award is paid or topped up.
 */
export async function declareOutage(
  { db, clock }: { db: Knex; clock: Clock },
  { days, by, request }: Outage,
): Promise<Declared> {
  const last = Math.floor(clock() / DAY);
  const first = last - back;
  const isDeclarable = (day: number) => Number.isInteger(day) && day >= first && day <= last;
  if (!days.every(isDeclarable)) return { is: 'out-of-range', first, last };
  const added = await transact(db, async (trx) => {
    // awards under way end first, and those that begin now see the new days: their lock reads this table
    await trx.raw(`SET LOCAL lock_timeout = '${patience}'`);
    await trx.raw('LOCK TABLE outage_days IN ACCESS EXCLUSIVE MODE');
    const { rows: fresh } = await trx.raw<{ rows: { day: number }[] }>(
      `INSERT INTO outage_days (day, declared_by) SELECT DISTINCT unnest(?::integer[]), ?
       ON CONFLICT DO NOTHING RETURNING day`,
      [[...days], by.name],
    );
    const subject = fresh.map(({ day }) => new Date(day * DAY).toISOString().slice(0, 10)).join(', ');
    if (fresh.length > 0) await audit(trx, { ...request, actor: by, action: 'outage.declared', subject });
    return fresh.map(({ day }) => day).sort((a, b) => a - b);
  });
  return { is: 'declared', days: added, ...(await relinkStreaks({ db, clock })) };
}
