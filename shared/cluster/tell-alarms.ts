import { type Clock, HOUR, MINUTE, SECOND } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Knex } from '../db/knex.ts';
import { mostLines, writeAlarms } from './alarm-message.ts';
import { postAlarm } from './alarm-webhook.ts';
import { Alarm } from './model.ts';

interface Deps {
  db: Knex;
  clock: Clock;
  log: Log;
  /** ALARM_WEBHOOK; without one nobody is told. */
  webhook: string | undefined;
  /** Where people find the panel. */
  origin: string;
}

const mostMessages = 4; // of one turn; Discord takes five in two seconds
const stale = HOUR; // what was over before anybody heard of it is no news then
const longestPause = 10 * MINUTE; // between two attempts while the webhook refuses

/**
 * Tells the webhook of alarms that began and of those that are over, once each: what it did not take is told again later.
 * A process that dies between the answer and the commit has it told twice.
 */
export function openTeller({ db, clock, log, webhook, origin }: Deps): () => Promise<void> {
  let refusals = 0;
  let notBefore = 0;
  return async () => {
    if (!webhook || clock() < notBefore) return;
    try {
      for (let n = 0, told = mostLines; n < mostMessages && told === mostLines; n++)
        told = await tellSome(db, new Date(clock()), (alarms) =>
          postAlarm(webhook, writeAlarms(alarms, origin)),
        );
      refusals = 0;
    } catch (error) {
      notBefore = clock() + Math.min(longestPause, 15 * SECOND * 2 ** refusals++);
      log.warn({ err: error }, 'ALARM_WEBHOOK was not told of alarms; it is tried again');
    }
  };
}

/** Answers how many were told of. Others leave them alone meanwhile. */
async function tellSome(
  db: Knex,
  now: Date,
  tell: (alarms: readonly Alarm[]) => Promise<void>,
): Promise<number> {
  return db.transaction(async (trx) => {
    const alarms = await Alarm.query(trx)
      .whereRaw('(told_at IS NULL OR (cleared_at IS NOT NULL AND told_cleared_at IS NULL))') // as the index has it
      .whereRaw('(told_at IS NOT NULL OR cleared_at IS NULL OR cleared_at > ?)', [
        new Date(now.getTime() - stale),
      ])
      .orderBy('id')
      .limit(mostLines)
      .forUpdate()
      .skipLocked();
    if (alarms.length === 0) return 0;
    await tell(alarms);
    await trx('alarms')
      .whereIn(
        'id',
        alarms.map(({ id }) => id),
      )
      .update({
        told_at: trx.raw('coalesce(told_at, ?)', [now]),
        told_cleared_at: trx.raw('CASE WHEN cleared_at IS NOT NULL THEN ?::timestamptz END', [now]),
      });
    return alarms.length;
  });
}
