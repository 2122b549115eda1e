import { ChannelType, type RESTPostAPICurrentUserCreateDMChannelJSONBody } from 'discord-api-types/v10';
import { channelJson } from '../../shapes/channel.ts';
import { createChannel } from '../../world/create.ts';
import type { Channel, World } from '../../world/types.ts';
import { ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

export function userRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/users/@me',
      handle: (_, { world }) =>
        ok({ ...world.bot, verified: true, mfa_enabled: true, email: null, flags: 0 }),
    }),
    route({ method: 'GET', path: '/users/:user', handle: ({ found }) => ok(found.user) }),
    route({
      method: 'POST',
      path: '/users/@me/channels',
      body: body<RESTPostAPICurrentUserCreateDMChannelJSONBody>(schema('CreatePrivateChannelRequest')),
      handle({ body }, { world }) {
        const user = world.users.get(body.recipient_id ?? '');
        if (!user) return refuse('unknownUser');
        if (user.id === world.bot.id) return refuse('closedToMessages');
        return ok(channelJson(directChannel(world, user.id)));
      },
    }),
  ];
}

/** One channel per user, made when it is first asked for. */
function directChannel(world: World, userId: string): Channel {
  for (const channel of world.channels.values()) {
    if (channel.type === ChannelType.DM && channel.recipients[0]?.id === userId) return channel;
  }
  const recipients = [world.users.get(userId)].filter((user) => user !== undefined);
  const id = world.snowflakes.next();
  const channel = createChannel({ id, guildId: null, name: '', type: ChannelType.DM, recipients });
  world.channels.set(id, channel);
  return channel;
}
