import { z } from 'zod';
import type { NotTheirs } from '../../shared/accounts/giving.ts';
import type { Actor } from '../../shared/core/actor.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { readGiveable } from '../../shared/setup/giveable.ts';
import * as staff from '../../shared/squads/by-staff.ts';
import type { SquadChange } from '../../shared/squads/changes.ts';
import { presentMembers } from '../../shared/squads/present.ts';
import { findSquad, type ListedSquad } from '../../shared/squads/store.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type Refusal, refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, type Reply, reply, route } from '../http/route.ts';
import { tellNotTheirs } from '../not-theirs.ts';
import { refuseByRules } from './against-rules.ts';
import { InGuild, InSquad, RowId, SquadShape, Time } from './shapes.ts';
import { refuseStale } from './version.ts';

const Squad = z
  .object({
    id: RowId,
    name: z.string().describe('Unique in the guild, whatever its case'),
    description: z.string(),
    role: Snowflake.describe('Unique in the guild'),
    active: z.boolean().describe('Open to join; members stay in one that is not'),
    capacity: z.int().nullable().describe('Null for any number'),
    welcome: z.string().nullable().describe('Said to whoever joins'),
    members: z
      .int()
      .describe('Of those in the guild: who left stays in it for when they come back, and takes up no place'),
    createdAt: Time,
  })
  .meta({ id: 'Squad' });

const orders = { id: { column: 's.id' }, '-id': { column: 's.id', desc: true } } as const;
const path = '/guilds/:guildId/squads';
const scope = { read: 'squads:read', write: 'squads:write' } as const;

export const squadRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the squads of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, { active: z.enum(['true', 'false']).optional() }),
    reply: pageOf(Squad),
    handle: ({ params, query }, { db }) => {
      const squads = db('squads AS s')
        .where('s.guild_id', params.guildId)
        .select('s.id', 's.name', 's.description', 's.role_id AS role', 's.active', 's.capacity', 's.welcome')
        .select('s.created_at AS createdAt')
        .select(db.raw(`${presentMembers('s.id')} AS members`));
      if (query.active) squads.where('s.active', query.active === 'true');
      return readPage(squads, orders, query, (row) => Row.parse(row));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:squadId`,
    summary: 'Read a squad',
    scope: scope.read,
    params: InSquad,
    reply: Squad,
    handle: async ({ params }, deps) => {
      const squad = await findSquad(deps, params.guildId, params.squadId);
      return squad ? answer(squad) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Create a squad',
    description:
      'Whoever has its role already, and did not earn it with bytes, loses it within a minute. Roles that moderate or run the guild are for keys of every guild whose account is an owner or admin, also when members are put into the squad, and when it is opened or made larger.',
    scope: scope.write,
    params: InGuild,
    body: z.object({
      ...SquadShape,
      description: SquadShape.description.default(''),
      active: SquadShape.active.default(true),
      capacity: SquadShape.capacity.default(null),
      welcome: SquadShape.welcome.default(null),
    }),
    status: 201,
    reply: Squad,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, body, by }, deps) => {
      const unfit = await refuseRole(deps, params.guildId, body.role, by.actor);
      if (unfit) return unfit;
      const made = await staff.create(deps, params.guildId, body, by);
      return made.is === 'created' ? answer(made.squad) : refuseChange(made);
    },
  }),
  route({
    method: 'patch',
    path: `${path}/:squadId`,
    summary: 'Change a squad',
    description:
      'A field that is left out stays as it is. With another role, the members’ roles in Discord follow, and whoever else has it, and did not earn it with bytes, loses it within a minute; a capacity below the number of members turns nobody out.',
    scope: scope.write,
    versioned: true,
    params: InSquad,
    body: z.object(SquadShape).partial(),
    reply: Squad,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, body, match, by }, deps) => {
      const unfit =
        body.role === undefined || body.role === (await findSquad(deps, params.guildId, params.squadId))?.role
          ? undefined
          : await refuseRole(deps, params.guildId, body.role, by.actor);
      if (unfit) return unfit;
      const order = { id: params.squadId, version: versionIn(match), changes: body };
      const changed = await staff.change(deps, params.guildId, order, by);
      return changed.is === 'changed' ? answer(changed.squad) : refuseChange(changed);
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:squadId`,
    summary: 'Delete a squad',
    description: 'Its members are in none then, and lose its role in Discord.',
    scope: scope.write,
    versioned: true,
    params: InSquad,
    status: 204,
    reply: z.undefined(),
    handle: async ({ params, match, by }, deps) => {
      const order = { id: params.squadId, version: versionIn(match) };
      const removed = await staff.remove(deps, params.guildId, order, by);
      return removed.is === 'deleted' ? undefined : refuseChange(removed);
    },
  }),
];

const Row = Squad.extend({ createdAt: z.date() });

/** Who is in it changes what is told, and not what a change is based on. */
function answer(squad: ListedSquad): Reply<z.input<typeof Squad>> {
  const { version, ...rest } = squad;
  return reply(rest, { etag: tagOf(squad) });
}

function tagOf({ version, members }: Pick<ListedSquad, 'version' | 'members'>): string {
  return `${version}.${members}`;
}

function versionIn(match: string | null): number {
  return Number(match?.match(/^([1-9]\d{0,8})\.\d{1,9}$/)?.[1] ?? -1);
}

async function refuseRole(
  deps: ApiDeps,
  guild: string,
  role: string,
  actor: Actor,
): Promise<Refusal | undefined> {
  const roles = await readGiveable(deps, guild, actor);
  const unfit = roles.refusalOf(role);
  return unfit && refuseInput({ in: 'body', path: 'role', message: tellNotTheirs(unfit, role, roles) });
}

type Taken = Extract<SquadChange, { is: 'name-taken' | 'role-taken' }>;

function refuseTaken({ is }: Taken): Refusal {
  const path = is === 'name-taken' ? 'name' : 'role';
  return refuse('taken', { fields: [{ in: 'body', path, message: 'Another squad has it' }] });
}

function refuseChange(change: Exclude<SquadChange, { is: 'changed' }> | NotTheirs): Refusal {
  if (change.is === 'not-theirs') return refuseByRules(change);
  if (change.is === 'unknown') return refuse('not-found');
  if (change.is !== 'stale') return refuseTaken(change);
  return refuseStale(tagOf(change.squad));
}
