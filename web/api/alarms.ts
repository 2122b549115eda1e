import { z } from 'zod';
import { dismissAlarm } from '../../shared/cluster/dismiss.ts';
import { Alarm, alarmKinds } from '../../shared/cluster/model.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { isKeyOf } from './key-owner.ts';
import { RowId, Time } from './shapes.ts';

const Shape = z
  .object({
    id: RowId,
    kind: z.enum(alarmKinds),
    subject: z.string().describe('Which process, shard, queue or host'),
    text: z.string(),
    raisedAt: Time,
    seenAt: Time.describe('When it was last seen to stand'),
    clearedAt: Time.nullable(),
    toldAt: Time.nullable().describe('When ALARM_WEBHOOK was told'),
    toldClearedAt: Time.nullable(),
  })
  .meta({ id: 'Alarm', description: 'Something that an operator has to know of' });

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;
const path = '/alarms';
const scope = { read: 'alarms:read', write: 'alarms:write' } as const;
const InAlarm = z.object({ alarmId: RowId });

export const alarmRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List alarms',
    description: 'For keys of every guild. They stay for 90 days after they are over.',
    scope: scope.read,
    query: listQuery(orders, {
      kind: z.enum(alarmKinds).optional(),
      state: z.enum(['standing', 'over']).optional(),
    }),
    reply: pageOf(Shape),
    problems: ['forbidden'],
    handle: async ({ query: { kind, state, ...query }, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const rows = db(Alarm.tableName).select('*');
      if (kind) rows.where({ kind });
      if (state === 'standing') rows.whereNull('cleared_at');
      if (state === 'over') rows.whereNotNull('cleared_at');
      return readPage(rows, orders, query, (row) => Alarm.fromDatabaseJson(row));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:alarmId`,
    summary: 'Read an alarm',
    scope: scope.read,
    params: InAlarm,
    reply: Shape,
    problems: ['forbidden'],
    handle: async ({ params, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      return (await Alarm.query(db).findById(params.alarmId)) ?? refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: `${path}/:alarmId/dismiss`,
    summary: 'Dismiss an alarm',
    description:
      'Of a process that is not wanted back: it is over, and raised again only once that process was back and dies again. Repeating it changes nothing. `refusal` is `not-dismissible` for all others: those are over once they are mended.',
    scope: scope.write,
    params: InAlarm,
    reply: Shape,
    problems: ['forbidden', 'against-rules'],
    handle: async ({ params, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const dismissed = await dismissAlarm(deps, params.alarmId, by);
      if (dismissed.is === 'unknown') return refuse('not-found');
      return dismissed.is === 'not-dismissible' ? refuseByRules(dismissed) : dismissed.alarm;
    },
  }),
];
