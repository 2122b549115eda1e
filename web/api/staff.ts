import { z } from 'zod';
import { editStaff, removeStaff } from '../../shared/accounts/edit-staff.ts';
import { AdminUser } from '../../shared/accounts/model.ts';
import { Username } from '../../shared/accounts/rules.ts';
import { createStaff } from '../../shared/accounts/staff.ts';
import { findAccount, toAccounts } from '../../shared/accounts/staff-list.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, reply, route } from '../http/route.ts';
import { endOtherSessions } from '../middleware/session-list.ts';
import { isKeyOf } from './key-owner.ts';
import {
  answerStaff,
  InStaff,
  refuseStaff,
  StaffRole,
  StaffShape,
  staffProblems,
  tagOfStaff,
  tellStaff,
} from './staff-shapes.ts';
import { refuseStale } from './version.ts';

const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const path = '/staff';
const scope = { read: 'staff:read', write: 'staff:write' } as const;
const about =
  'For keys of every guild that an owner made. A key reaches no owner, and nobody who could do more in the panel than it may.';
const Made = z.object({
  account: StaffShape,
  password: z.string().describe('Shown this once; it must be changed at the first login'),
});

export const staffRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the accounts of the panel',
    description: 'For keys of every guild that an owner made.',
    scope: scope.read,
    query: listQuery(orders, {}),
    reply: pageOf(StaffShape),
    problems: ['forbidden'],
    handle: async ({ query, caller }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const toUser = (row: Record<string, unknown>) => AdminUser.fromDatabaseJson(row);
      const kept = deps.db(AdminUser.tableName).select('*');
      const { items: users, next } = await readPage(kept, orders, query, toUser);
      return { items: (await toAccounts(deps.db, users)).map(tellStaff), next };
    },
  }),
  route({
    method: 'get',
    path: `${path}/:staffId`,
    summary: 'Read an account',
    description: 'For keys of every guild that an owner made.',
    scope: scope.read,
    params: InStaff,
    reply: StaffShape,
    problems: ['forbidden'],
    handle: async ({ params, caller }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const account = await findAccount(deps, params.staffId);
      return account ? answerStaff(account) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Create an account',
    description: about,
    scope: scope.write,
    secret: true,
    body: z.object({ username: Username, role: StaffRole }),
    status: 201,
    reply: Made,
    problems: [...staffProblems, 'taken', 'not-found'],
    handle: async ({ body, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const made = await createStaff(deps, body, by);
      if (made.is === 'refused') return refuseStaff(made);
      const message = 'Another account has it';
      if (made.is === 'taken')
        return refuse('taken', { fields: [{ in: 'body', path: 'username', message }] });
      const account = await findAccount(deps, made.id);
      return account ? { account: tellStaff(account), password: made.password } : refuse('not-found');
    },
  }),
  route({
    method: 'patch',
    path: `${path}/:staffId`,
    summary: 'Give an account another role, disable or enable it',
    description: `${about} A disabled account cannot log in, and its sessions end at once.`,
    scope: scope.write,
    versioned: true,
    params: InStaff,
    body: z.object({ role: StaffRole, disabled: z.boolean() }).partial(),
    reply: StaffShape,
    problems: staffProblems,
    handle: async ({ params: { staffId: id }, body: { role, disabled }, caller, match, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const order = { seen: match?.split('.')[0] ?? '', role, isDisabled: disabled };
      const edited = await editStaff(deps, id, order, by);
      if (edited.is === 'refused') return refuseStaff(edited);
      const account = await findAccount(deps, id);
      if (!account) return refuse('not-found');
      if (edited.is === 'stale') return refuseStale(tagOfStaff(account));
      if (disabled) await endOtherSessions(deps, id, undefined);
      return answerStaff(account);
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:staffId`,
    summary: 'Delete an account',
    description: `${about} What it did stays in the log under its name. Keys that it made go on in guilds, but do nothing any more that is of no single guild.`,
    scope: scope.write,
    params: InStaff,
    status: 204,
    reply: z.undefined(),
    problems: staffProblems,
    handle: async ({ params: { staffId: id }, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const removed = await removeStaff(deps, id, by);
      if (removed.is === 'refused') return refuseStaff(removed);
      await endOtherSessions(deps, id, undefined);
      return reply(undefined, {});
    },
  }),
];
