import { z } from 'zod';
import { readParties } from '../../shared/bytes/parties.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { place, takeOut } from '../../shared/squads/by-staff.ts';
import { findSquadMember } from '../../shared/squads/members.ts';
import { findSquad, listSquadMembers } from '../../shared/squads/store.ts';
import { pageOf } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { InSquad, RowId, Time } from './shapes.ts';

const SquadMember = z
  .object({
    user: Snowflake,
    name: z.string().describe('As the member is called in the guild'),
    active: z.boolean().describe('False for one who left the guild'),
    joinedAt: Time,
  })
  .meta({ id: 'SquadMember' });

const path = '/guilds/:guildId/squads/:squadId/members';
const OfSquad = InSquad.extend({ userId: Snowflake });

/** When, in microseconds, and who: where a page ended. */
const Place = z
  .string()
  .regex(/^\d{1,17}\.\d{1,20}$/, 'Not a cursor of this list')
  .transform((text, ctx) => {
    const [key = '', id = ''] = text.split('.');
    const user = Snowflake.safeParse(id);
    if (user.success) return { key, user: user.data };
    ctx.addIssue({ code: 'custom', message: 'Not a cursor of this list' });
    return z.NEVER;
  });

export const squadMemberRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the members of a squad',
    description: 'Who joined first, first.',
    scope: 'squads:read',
    params: InSquad,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(50).describe('Items of a page'),
      cursor: Place.optional().describe('`next` of the page before'),
    }),
    reply: pageOf(SquadMember),
    handle: async ({ params, query }, deps) => {
      if (!(await findSquad(deps, params.guildId, params.squadId))) return refuse('not-found');
      const { limit, cursor: after } = query;
      const order = { squad: params.squadId, limit: limit + 1, ...(after ? { after } : {}) };
      const found = await listSquadMembers(deps, order);
      const last = found.length > limit ? found[limit - 1] : undefined;
      const items = found
        .slice(0, limit)
        .map(({ user, name, active, joinedAt }) => ({ user, name, active, joinedAt }));
      return { items, next: last ? `${last.key}.${last.user}` : null };
    },
  }),
  route({
    method: 'get',
    path: `${path}/:userId`,
    summary: 'Read a member of a squad',
    scope: 'squads:read',
    params: OfSquad,
    reply: SquadMember,
    handle: async ({ params: { guildId, squadId: squad, userId: user } }, deps) => {
      const found = (await findSquad(deps, guildId, squad)) && (await findSquadMember(deps, { squad, user }));
      if (!found) return refuse('not-found');
      const { name, active, joinedAt } = found;
      return { user, name, active, joinedAt };
    },
  }),
  route({
    method: 'put',
    path: `${path}/:userId`,
    summary: 'Put a member into a squad',
    description:
      'Out of the one before, free of charge, whatever their balance, and also into one that is not open to join.',
    scope: 'squads:write',
    params: OfSquad,
    reply: z.object({ user: Snowflake, squad: RowId }),
    problems: ['against-rules'],
    handle: async ({ params, by }, deps) => {
      const { guildId, squadId: squad, userId } = params;
      const user = (await readParties(deps, guildId, [userId])).get(userId);
      if (!user?.member || user.bot) return refuse('not-found');
      const placed = await place(deps, guildId, { user, name: user.name, squad }, by);
      if (placed.is === 'unknown') return refuse('not-found');
      if (placed.is === 'full' || placed.is === 'not-theirs') return refuseByRules(placed);
      return { user: userId, squad };
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:userId`,
    summary: 'Take a member out of a squad',
    scope: 'squads:write',
    params: OfSquad,
    status: 204,
    reply: z.undefined(),
    handle: async ({ params, by }, deps) => {
      const { guildId, squadId: squad, userId } = params;
      const user = (await readParties(deps, guildId, [userId])).get(userId);
      const isOut = user && (await takeOut(deps, guildId, { user, name: user.name, squad }, by));
      return isOut ? undefined : refuse('not-found');
    },
  }),
];
