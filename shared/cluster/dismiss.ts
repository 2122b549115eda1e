import { audit, type Deed } from '../accounts/audit.ts';
import { type Knex, transact } from '../db/knex.ts';
import { Alarm } from './model.ts';

type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

export type Dismissed =
  | { is: 'dismissed'; alarm: Alarm }
  /** It is over; nothing was done. */
  | { is: 'over'; alarm: Alarm }
  /** What it is about still goes on: that has to be mended. */
  | { is: 'not-dismissible' }
  | { is: 'unknown' };

/** A process that is gone for good, or stopped on purpose, stays so: nothing else would end its alarm within a day. */
export function isDismissible({ kind, clearedAt }: Pick<Alarm, 'kind' | 'clearedAt'>): boolean {
  return kind === 'dead-process' && clearedAt === null;
}

/** Takes an alarm for over. It is raised anew only once what it is about was over and comes back. */
export function dismissAlarm({ db }: { db: Knex }, id: string, by: By): Promise<Dismissed> {
  return transact(db, async (trx): Promise<Dismissed> => {
    const alarm = await Alarm.query(trx).findById(id).forUpdate();
    if (!alarm) return { is: 'unknown' };
    if (alarm.clearedAt) return { is: 'over', alarm };
    if (!isDismissible(alarm)) return { is: 'not-dismissible' };
    await trx('alarms').where({ id }).update({ cleared_at: trx.fn.now(), held: true });
    await audit(trx, { ...by, action: 'alarm.dismissed', subject: `${alarm.kind} ${alarm.subject} (${id})` });
    return { is: 'dismissed', alarm: await Alarm.query(trx).findById(id).throwIfNotFound() };
  });
}
