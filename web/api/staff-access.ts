import { z } from 'zod';
import { audit } from '../../shared/accounts/audit.ts';
import { clearSecondFactor } from '../../shared/accounts/edit-staff.ts';
import { roles } from '../../shared/accounts/rules.ts';
import { resetPassword, setGuildRole } from '../../shared/accounts/staff.ts';
import { manage, refuseSight } from '../../shared/accounts/staff-change.ts';
import { findAccount } from '../../shared/accounts/staff-list.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { endSession, listSessions } from '../middleware/session-list.ts';
import { isKeyOf } from './key-owner.ts';
import { answerStaff, InStaff, refuseStaff, StaffShape, staffProblems } from './staff-shapes.ts';

const path = '/staff/:staffId';
const scope = { read: 'staff:read', write: 'staff:write' } as const;
const InGuildRole = InStaff.extend({ guildId: Snowflake });
const bounds = 'Within the same bounds as creating an account.';

const Session = z
  .object({
    ref: z.string().describe('Names it; lets nobody in'),
    begunAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    ip: z.string(),
    agent: z.string().describe('What the browser calls itself: anything'),
  })
  .meta({ id: 'StaffSession' });

/** What an account may do in single guilds, how it gets in, and where it is. */
export const staffAccessRoutes: AnyRoute[] = [
  route({
    method: 'put',
    path: `${path}/guild-roles/:guildId`,
    summary: 'Give an account a role in a guild',
    description: bounds,
    scope: scope.write,
    params: InGuildRole,
    body: z.object({ role: z.enum(roles).exclude(['owner']) }),
    reply: StaffShape,
    problems: staffProblems,
    handle: async ({ params: { staffId, guildId: guild }, body: { role }, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const given = await setGuildRole(deps, staffId, { guild, role }, by);
      if (given.is === 'refused') return refuseStaff(given);
      const account = await findAccount(deps, staffId);
      return account ? answerStaff(account) : refuse('not-found');
    },
  }),
  route({
    method: 'delete',
    path: `${path}/guild-roles/:guildId`,
    summary: 'Take away the role of an account in a guild',
    description: bounds,
    scope: scope.write,
    params: InGuildRole,
    status: 204,
    reply: z.undefined(),
    problems: staffProblems,
    handle: async ({ params: { staffId, guildId: guild }, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const taken = await setGuildRole(deps, staffId, { guild, role: null }, by);
      return taken.is === 'refused' ? refuseStaff(taken) : undefined;
    },
  }),
  route({
    method: 'post',
    path: `${path}/reset-password`,
    summary: 'Give an account a new password',
    description: `${bounds} All its sessions end; the password is shown this once, and must be changed at the next login.`,
    scope: scope.write,
    secret: true,
    params: InStaff,
    body: z.object({ clearSecondFactor: z.boolean().default(false) }),
    reply: z.object({ password: z.string() }),
    problems: staffProblems,
    handle: async ({ params, body, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const reset = await resetPassword(deps, params.staffId, body, by);
      return reset.is === 'refused' ? refuseStaff(reset) : { password: reset.password };
    },
  }),
  route({
    method: 'delete',
    path: `${path}/second-factor`,
    summary: 'Switch off the second factor of an account',
    description: `${bounds} For somebody who has lost the phone and the recovery codes.`,
    scope: scope.write,
    params: InStaff,
    status: 204,
    reply: z.undefined(),
    problems: staffProblems,
    handle: async ({ params, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const cleared = await clearSecondFactor(deps, params.staffId, by);
      return cleared.is === 'refused' ? refuseStaff(cleared) : undefined;
    },
  }),
  route({
    method: 'get',
    path: `${path}/sessions`,
    summary: 'List where an account is logged in',
    description:
      'The latest first. Not of owners, nor of anybody who could do more in the panel than the key may.',
    scope: scope.read,
    params: InStaff,
    reply: z.object({ items: z.array(Session) }),
    problems: ['forbidden'],
    handle: async ({ params, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const why = await refuseSight(deps, params.staffId, by);
      if (why && why !== 'unknown') return refuse('forbidden');
      const account = await findAccount(deps, params.staffId);
      if (!account) return refuse('not-found');
      const sessions = await listSessions(deps, account);
      const iso = (ms: number) => new Date(ms).toISOString();
      return {
        items: sessions.map(({ begun, seen, ...rest }) => ({
          ...rest,
          begunAt: iso(begun),
          seenAt: iso(seen),
        })),
      };
    },
  }),
  route({
    method: 'delete',
    path: `${path}/sessions/:sessionRef`,
    summary: 'End a session',
    description: `${bounds} At its next request it is none any more.`,
    scope: scope.write,
    params: InStaff.extend({ sessionRef: z.string().regex(/^[\w-]{1,64}$/, 'Not a name of a session') }),
    status: 204,
    reply: z.undefined(),
    problems: staffProblems,
    handle: async ({ params: { staffId, sessionRef }, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'owner'))) return refuse('forbidden');
      const ended = await manage(deps, staffId, by, {}, async (trx, { username }) => {
        if (!(await endSession(deps, staffId, sessionRef))) return { is: 'none' } as const;
        const before = { ref: sessionRef };
        await audit(trx, { ...by, action: 'session.ended', subject: username, before });
        return { is: 'ended' } as const;
      });
      if (ended.is === 'refused') return refuseStaff(ended);
      return ended.is === 'ended' ? undefined : refuse('not-found');
    },
  }),
];
