import { alarmTitles } from '../../shared/cluster/alarm-message.ts';
import type { Place } from '../../shared/cluster/alarms.ts';
import type { Alarm } from '../../shared/cluster/model.ts';
import { spanInWords } from './cluster-words.ts';

/** An alarm as a list shows it. */
export function viewAlarm({ id, kind, subject, text, raisedAt, clearedAt, toldAt }: Alarm) {
  return {
    ...{ id, subject, text, raisedAt, clearedAt },
    title: alarmTitles[kind],
    lasted: clearedAt && spanInWords(clearedAt.getTime() - raisedAt.getTime()),
    href: `/admin/cluster/alarms/${id}`,
    isTold: toldAt !== null,
  };
}

/** Where a list of those that are over goes on after one. */
export function placeAfter({ id, clearedAt }: Pick<Alarm, 'id' | 'clearedAt'>): Place | undefined {
  return clearedAt ? { at: clearedAt, id } : undefined;
}
