import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { pinMessage, pinsOf, unpinMessage } from '../../changes/pins.ts';
import type { Live } from '../../live.ts';
import { bitsIn } from '../../rights.ts';
import { messageJson } from '../../shapes/message.ts';
import { actOfBot } from '../../world/act.ts';
import type { Channel, World } from '../../world/types.ts';
import { isReply, noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Found, type Route, route } from '../route.ts';
import { pageIn } from '../validate/page.ts';
import { isSystem } from './system-messages.ts';

const mostPins = 250; // Discord's documentation, "JSON Error Codes", 30003

type Pinned = Pick<Found, 'channel' | 'message'>;

/** At their present addresses, and at those that Discord calls deprecated. */
export function pinRoutes(): Route[] {
  return (['/channels/:channel/messages/pins', '/channels/:channel/pins'] as const).flatMap((path) => [
    route({
      method: 'GET',
      path,
      handle: ({ found: { channel }, query }, { world }) =>
        path.endsWith('/messages/pins') ? pageOfPins(world, channel, query) : firstPins(world, channel),
    }),
    route({
      method: 'PUT',
      path: `${path}/:message`,
      needs: P.PinMessages,
      handle: ({ found, reason }, live) => pin(live, found, reason),
    }),
    route({
      method: 'DELETE',
      path: `${path}/:message`,
      needs: P.PinMessages,
      handle({ found: { channel, message }, reason }, live) {
        unpinMessage(live, channel, message, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ]);
}

function pin(live: Live, { channel, message }: Pinned, reason: string | null): Reply {
  if (isSystem(message)) return refuse('systemMessage');
  if (!message.pinned && pinsOf(channel).length >= mostPins) return refuse('tooManyPins');
  pinMessage(live, channel, message, actOfBot(live.world, reason));
  return noContent;
}

function pageOfPins(world: World, channel: Channel, query: URLSearchParams): Reply {
  const page = pageIn(new URLSearchParams({ limit: query.get('limit') ?? '50' }), { most: 50, usual: 50 });
  if (isReply(page)) return page;
  const before = Date.parse(query.get('before') ?? '');
  const older = readable(world, channel).filter(
    ({ pinnedAt }) => Number.isNaN(before) || Date.parse(pinnedAt) < before,
  );
  const items = older.slice(0, page.limit).map((message) => ({
    pinned_at: message.pinnedAt,
    message: messageJson(message, world.bot.id),
  }));
  return ok({ items, has_more: older.length > page.limit });
}

function firstPins(world: World, channel: Channel): Reply {
  const pins = readable(world, channel).slice(0, 50);
  return ok(pins.map((message) => messageJson(message, world.bot.id)));
}

function readable(world: World, channel: Channel) {
  return bitsIn(world, channel, world.bot.id) & P.ReadMessageHistory ? pinsOf(channel) : [];
}
