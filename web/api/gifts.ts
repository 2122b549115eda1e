import { z } from 'zod';
import { giveFreezes } from '../../shared/bytes/freezes.ts';
import { give } from '../../shared/bytes/gift.ts';
import { loadBytesSettings } from '../../shared/bytes/store.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { refuseInput } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { noMember, refuseByRules } from './against-rules.ts';
import { operationOf } from './operation.ts';
import { InGuild, Reason } from './shapes.ts';

const Given = z
  .object({ user: Snowflake, amount: z.int(), balance: z.int().describe('After it') })
  .meta({ id: 'Gift' });
const FreezesGiven = z
  .object({ user: Snowflake, amount: z.int(), held: z.int().describe('After it') })
  .meta({ id: 'FreezesGiven' });

const User = Snowflake.describe('Also one who left');
const signed = (most: number) =>
  z
    .int()
    .min(-most)
    .max(most)
    .refine((amount) => amount !== 0, 'Not 0')
    .describe('Less than 0 takes');
const once =
  '`write` is not enough for it. With an `Idempotency-Key`, the same request is done once, however late it is repeated.';

export const giftRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/guilds/:guildId/gifts',
    summary: 'Give a member bytes, or take some',
    description: `As staff do: from nowhere, or to nowhere, not below zero. ${once}`,
    scope: 'bytes:override',
    params: InGuild,
    body: z.object({
      user: User,
      amount: signed(1_000_000_000),
      reason: Reason,
    }),
    status: 201,
    reply: Given,
    problems: ['against-rules'],
    handle: async (ask, deps) => {
      const { params, body, by } = ask;
      const { actor, ...request } = by;
      const order = { guild: params.guildId, ...body, by: actor, request };
      const operation = operationOf(ask, 'post /guilds/:guildId/gifts');
      const outcome = await give(deps, { operation, ...order });
      if (outcome.is === 'unknown') return refuseInput(noMember('user'));
      const { balance } = outcome;
      if (outcome.is === 'poor')
        return refuseByRules({ ...outcome, balance, missing: -body.amount - balance });
      return { user: body.user, amount: body.amount, balance };
    },
  }),
  route({
    method: 'post',
    path: '/guilds/:guildId/freezes',
    summary: 'Give a member streak freezes, or take some',
    description: `Up to what the settings of the guild let a member hold. ${once}`,
    scope: 'bytes:override',
    params: InGuild,
    body: z.object({ user: User, amount: signed(365) }),
    status: 201,
    reply: FreezesGiven,
    problems: ['against-rules'],
    handle: async (ask, deps) => {
      const { params, body, by } = ask;
      const { actor, ...request } = by;
      const guild = params.guildId;
      const config = (await loadBytesSettings(deps, [guild])).get(guild)?.config;
      if (!config) return refuseByRules({ is: 'disabled' });
      const operation = operationOf(ask, 'post /guilds/:guildId/freezes');
      const outcome = await giveFreezes(deps, { operation, guild, ...body, config, by: actor, request });
      if (outcome.is === 'unknown') return refuseInput(noMember('user'));
      if (outcome.is !== 'given') return refuseByRules(outcome);
      return { user: body.user, amount: body.amount, held: outcome.held };
    },
  }),
];
