import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { findUser, findUsers, saveUsers } from '../../shared/sync/users.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { isKeyOf } from './key-owner.ts';

const mostUsers = 500;

const User = z
  .object({
    id: Snowflake,
    username: z.string(),
    globalName: z.string().nullable(),
    avatar: z.string().nullable().describe('Hash of the picture, as Discord names it'),
    bot: z.boolean(),
  })
  .meta({ id: 'User' });
const Ids = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(Snowflake).min(1).max(100))
  .describe('Up to 100 ids, with commas between them');
const Profile = z.object({
  id: Snowflake,
  username: z.string().trim().min(1).max(32),
  globalName: z.string().trim().min(1).max(32).nullable().default(null),
  avatar: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'Not the hash of a picture')
    .nullable()
    .default(null),
  bot: z.boolean().default(false),
});

export const userRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/users',
    summary: 'Read several users',
    description: 'Those of the ids that are known, in the order of their ids.',
    scope: 'users:read',
    query: z.object({ ids: Ids }),
    reply: z.object({ items: z.array(User) }),
    handle: async ({ query, caller }, deps) => ({ items: await findUsers(deps, query.ids, caller.guilds) }),
  }),
  route({
    method: 'get',
    path: '/users/:userId',
    summary: 'Read a user',
    scope: 'users:read',
    params: z.object({ userId: Snowflake }),
    reply: User,
    handle: async ({ params, caller }, deps) =>
      (await findUser(deps, params.userId, caller.guilds)) ?? refuse('not-found'),
  }),
  route({
    method: 'post',
    path: '/users/batch',
    summary: 'Create or update up to 500 users',
    description:
      'For keys of every guild, while whoever made them is an admin. What the bot sees later counts more; repeating a batch changes nothing.',
    scope: 'users:write',
    body: z.object({ users: z.array(Profile).min(1).max(mostUsers) }),
    reply: z.object({ written: z.int().describe('Users that changed') }),
    problems: ['forbidden'],
    handle: async ({ body, caller }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      return { written: await saveUsers(deps, body.users, deps.clock()) };
    },
  }),
];
