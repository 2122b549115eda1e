import { z } from 'zod';
import { readParties } from '../../shared/bytes/parties.ts';
import { loadBytesSettings } from '../../shared/bytes/store.ts';
import { transfer } from '../../shared/bytes/transfer.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { hasScope } from '../http/caller.ts';
import { refuseInput } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { noMember, refuseByRules } from './against-rules.ts';
import { operationOf } from './operation.ts';
import { InGuild, Reason, Time } from './shapes.ts';

const Sent = z
  .object({
    giver: Snowflake,
    receiver: Snowflake,
    amount: z.int(),
    balance: z.int().describe('Of the giver, after it'),
    nextAt: Time.describe('When the giver may send again'),
  })
  .meta({ id: 'Transfer' });

export const transferRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/guilds/:guildId/transfers',
    summary: 'Send bytes from one member to another',
    description:
      'By the rules for `/bytes send`: largest transfer, cooldown, least ages; what they forbid is `against-rules`, with `refusal` saying why. A key with the scope `bytes:override` goes past all of these, but not below zero, and starts no cooldown. With an `Idempotency-Key`, the same request moves nothing again, however late it comes.',
    scope: 'bytes:write',
    params: InGuild,
    body: z.object({
      giver: Snowflake,
      receiver: Snowflake,
      amount: z.int().min(1).max(1_000_000_000),
      reason: Reason.nullable().default(null),
    }),
    status: 201,
    reply: Sent,
    problems: ['against-rules'],
    handle: async (ask, deps) => {
      const { params, body, caller, by } = ask;
      const guild = params.guildId;
      const [parties, settings] = await Promise.all([
        readParties(deps, guild, [body.giver, body.receiver]),
        loadBytesSettings(deps, [guild]),
      ]);
      const [giver, receiver] = [parties.get(body.giver), parties.get(body.receiver)];
      const config = settings.get(guild)?.config;
      if (!giver?.member || giver.bot) return refuseInput(noMember('giver'));
      if (!config) return refuseByRules({ is: 'disabled' });
      const stranger = {
        id: body.receiver,
        username: '',
        globalName: null,
        avatar: null,
        bot: false,
        member: false,
      };
      const outcome = await transfer(deps, {
        operation: operationOf(ask, 'post /guilds/:guildId/transfers'),
        at: deps.clock(),
        guild,
        giver,
        receiver: receiver ?? stranger,
        amount: body.amount,
        reason: body.reason,
        config,
        unlimited: hasScope(caller.scopes, 'bytes:override'),
        by,
      });
      if (outcome.is !== 'sent') return refuseByRules(outcome);
      const { amount, balance, warmAt } = outcome;
      return { giver: giver.id, receiver: body.receiver, amount, balance, nextAt: new Date(warmAt) };
    },
  }),
];
