import { z } from 'zod';
import { addReward, changeReward, findReward, type Reward, Threshold } from '../../shared/bytes/rewards.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { readGiveable, readRoles } from '../../shared/setup/giveable.ts';
import type { By } from '../http/caller.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type Refusal, refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, type Reply, reply, route } from '../http/route.ts';
import { tellNotTheirs } from '../not-theirs.ts';
import { refuseByRules } from './against-rules.ts';
import { Amount, InGuild } from './shapes.ts';

const BytesRole = z
  .object({ role: Snowflake, threshold: Amount.describe('Bytes received in total') })
  .meta({ id: 'BytesRole', description: 'A role that is earned, and never taken away again' });

const orders = {
  threshold: { column: 'threshold', tie: 'role_id' },
  '-threshold': { column: 'threshold', desc: true, tie: 'role_id' },
} as const;
const OfRole = InGuild.extend({ roleId: Snowflake });
const path = '/guilds/:guildId/bytes-roles';
/** Of whoever asks for a role to be given. */
const bounds =
  'Roles that moderate or run the guild are for keys of every guild whose account is an owner or admin.';
const scope = { read: 'bytes-roles:read', write: 'bytes-roles:write' } as const;

export const bytesRoleRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the role rewards of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, {}),
    reply: pageOf(BytesRole),
    handle: ({ params, query }, { db }) =>
      readPage(
        db('bytes_roles').where('guild_id', params.guildId).select('role_id AS role', 'threshold'),
        orders,
        query,
        (row) => BytesRole.parse(row),
      ),
  }),
  route({
    method: 'get',
    path: `${path}/:roleId`,
    summary: 'Read a role reward',
    scope: scope.read,
    params: OfRole,
    reply: BytesRole,
    handle: async ({ params }, deps) => {
      const reward = await findReward(deps, params.guildId, params.roleId);
      return reward ? answer(reward) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Add a role reward',
    description: `Members who have received as much already are given the role as well. ${bounds}`,
    scope: scope.write,
    params: InGuild,
    body: z.object({ role: Snowflake, threshold: Threshold }),
    status: 201,
    reply: BytesRole,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, body, by }, deps) => {
      const roles = await readGiveable(deps, params.guildId, by.actor);
      const unfit = roles.refusalOf(body.role);
      if (unfit)
        return refuseInput({ in: 'body', path: 'role', message: tellNotTheirs(unfit, body.role, roles) });
      const name = roles.nameOf(body.role) ?? body.role;
      const added = await addReward(deps, params.guildId, { ...body, name }, by);
      if (added.is === 'not-theirs') return refuseByRules(added);
      if (added.is === 'exists')
        return refuse('taken', { fields: [{ in: 'body', path: 'role', message: 'Has a reward already' }] });
      await tellProcesses(deps, 'bytes', params.guildId);
      return answer(body);
    },
  }),
  route({
    method: 'patch',
    path: `${path}/:roleId`,
    summary: 'Change the threshold of a role reward',
    description: `Nobody loses the role; lowered, whoever has received as much is given it. ${bounds}`,
    scope: scope.write,
    versioned: true,
    problems: ['against-rules'],
    params: OfRole,
    body: z.object({ threshold: Threshold }),
    reply: BytesRole,
    handle: async ({ params, body, match, by }, deps) => {
      const refusal = await change(deps, params, { match, to: body.threshold }, by);
      return refusal ?? answer({ role: params.roleId, threshold: body.threshold });
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:roleId`,
    summary: 'Remove a role reward',
    description: 'Who has the role keeps it.',
    scope: scope.write,
    versioned: true,
    params: OfRole,
    status: 204,
    reply: z.undefined(),
    handle: async ({ params, match, by }, deps) => change(deps, params, { match, to: null }, by),
  }),
];

/** The threshold is all that changes of a reward: it is its version. */
function answer(reward: Reward): Reply<Reward> {
  return reply(reward, { etag: String(reward.threshold) });
}

async function change(
  deps: ApiDeps,
  { guildId, roleId: role }: z.output<typeof OfRole>,
  { match, to }: { match: string | null; to: number | null },
  by: By,
): Promise<Refusal | undefined> {
  const name = (await readRoles(deps, guildId)).nameOf(role) ?? role;
  const from = /^[1-9]\d{0,12}$/.test(match ?? '') ? Number(match) : Number.NaN;
  const changed = await changeReward(deps, guildId, { role, name, from, to }, by);
  if (changed.is === 'unknown') return refuse('not-found');
  if (changed.is === 'stale')
    return refuse('precondition-failed', { headers: { ETag: `"${changed.threshold}"` } });
  if (changed.is === 'not-theirs') return refuseByRules(changed);
  if (changed.is === 'changed') await tellProcesses(deps, 'bytes', guildId);
  return undefined;
}
