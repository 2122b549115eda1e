import { z } from 'zod';
import { ProcessStatus, processRoles, processStates } from '../../shared/cluster/model.ts';
import { isSilent } from '../../shared/cluster/processes.ts';
import { readNow } from '../../shared/db/now.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Amount, RowId, Time } from './shapes.ts';

const Status = z
  .object({
    id: RowId,
    process: z.string().describe('Its name, stable over restarts'),
    role: z.enum(processRoles),
    host: z.string(),
    pid: z.int(),
    version: z.string(),
    state: z.enum(processStates).describe('As of its last heartbeat'),
    silent: z.boolean().describe('It is not heard of, and did not end as planned'),
    memory: Amount.describe('Resident bytes'),
    diskFree: Amount.nullable().describe('Bytes left on the disk of its DATA_DIR'),
    diskTotal: Amount.nullable(),
    lagMs: z.int().describe('99th percentile of the event loop’s delay since the heartbeat before'),
    startedAt: Time,
    beatAt: Time.describe('A heartbeat comes every five seconds'),
  })
  .meta({ id: 'ProcessStatus', description: 'How a process does, as of its last heartbeat' });

const orders = { id: { column: 'id' } } as const;

export const processStatusRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/process-statuses',
    summary: 'List processes',
    description: 'For keys of every guild. One that is gone drops out after a day.',
    scope: 'process-statuses:read',
    query: listQuery(orders, { role: z.enum(processRoles).optional() }),
    reply: pageOf(Status),
    problems: ['forbidden'],
    handle: async ({ query: { role, ...query }, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const now = await readNow({ db });
      const rows = db(ProcessStatus.tableName).select('*');
      if (role) rows.where({ role });
      return readPage(rows, orders, query, (row) => {
        const status = ProcessStatus.fromDatabaseJson(row);
        return { ...status.toJSON(), silent: isSilent(status, now) } as z.input<typeof Status>;
      });
    },
  }),
];
