import { z } from 'zod';
import { Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import { channelDeed } from '../../shared/effects/moderation.ts';
import {
  ChannelDeed,
  openDeed,
  readDeed,
  type StoredDeed,
  selectDeeds,
  toDeed,
} from '../../shared/moderation/channel-deeds.ts';
import { effectStates } from '../../shared/moderation/model.ts';
import { findChannel } from '../../shared/sync/store.ts';
import { askEffects } from '../ask-effects.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { CaseText } from './case-shapes.ts';
import { operationOf } from './operation.ts';
import { InGuild, RowId, Time } from './shapes.ts';

const Deed = z
  .object({
    id: RowId,
    guild: Snowflake,
    channel: Snowflake,
    deed: ChannelDeed,
    actor: z.object({
      kind: z.enum(['staff', 'key', 'member', 'system']),
      id: z.string().nullable(),
      name: z.string(),
    }),
    reason: z.string(),
    effect: z.enum(effectStates).describe('What Discord is asked to do'),
    answer: z.string().nullable().describe('How Discord answered where it refused'),
    result: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What came of it: messages that a purge deleted; what stood there before a lock'),
    createdAt: Time,
  })
  .meta({ id: 'ChannelDeed', description: 'What moderators did to a channel' });

/** A purge goes back from now on where it does not say from where. */
const [Purge, ...others] = ChannelDeed.options;
const Wanted = z.discriminatedUnion('is', [
  Purge.extend({
    user: Snowflake.nullable().default(null).describe('Only their messages'),
    before: Snowflake.optional().describe('Only messages older than that id'),
  }),
  ...others,
]);

const orders = { '-id': { column: 'd.id', desc: true }, id: { column: 'd.id' } } as const;
const path = '/guilds/:guildId/channel-deeds';
const scope = { read: 'channel-deeds:read', write: 'channel-deeds:write' } as const;

export const channelDeedRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List what moderators did to the channels of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, { channel: Snowflake.optional() }),
    reply: pageOf(Deed),
    handle: ({ params, query }, { db }) =>
      readPage(selectDeeds(db, params.guildId, query), orders, query, (row) => tell(toDeed(row))),
  }),
  route({
    method: 'get',
    path: `${path}/:deedId`,
    summary: 'Read what a moderator did to a channel',
    scope: scope.read,
    params: InGuild.extend({ deedId: RowId }),
    reply: Deed,
    handle: async ({ params }, deps) => {
      const deed = await readDeed(deps, params.guildId, params.deedId);
      return deed ? tell(deed) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Purge, slow down, lock or unlock a channel',
    description:
      'Discord is asked at once; `effect` says what came of it, and it is done once under an `Idempotency-Key`. A purge skips what is older than 14 days.',
    scope: scope.write,
    params: InGuild,
    body: z.object({ channel: Snowflake, deed: Wanted, reason: CaseText.default('') }),
    status: 202,
    reply: Deed,
    handle: async (ask, deps) => {
      const { params, body, by } = ask;
      const guild = params.guildId;
      const channel = await findChannel(deps, guild, body.channel);
      if (!channel?.active)
        return refuseInput({ in: 'body', path: 'channel', message: 'No channel of this guild' });
      const now = snowflakeAt(deps.clock());
      const deed = body.deed.is === 'purge' ? { ...body.deed, before: body.deed.before ?? now } : body.deed;
      const operation = operationOf(ask, `post ${path}`);
      const opened = await openDeed(deps, {
        ...{ guild, channel: channel.id, operation, deed },
        ...{ actor: by.actor, reason: body.reason },
      });
      if (opened.effect === 'wanted') await askEffects(deps, [channelDeed(opened)]);
      return tell(opened);
    },
  }),
];

function tell(stored: StoredDeed): z.input<typeof Deed> {
  const { operation: _, actorKind: kind, actorId: id, actorName: name, ...rest } = stored;
  return { ...rest, actor: { kind, id, name } };
}
