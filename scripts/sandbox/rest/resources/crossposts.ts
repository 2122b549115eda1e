import { ChannelType, MessageFlags, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { editMessage } from '../../changes/messages.ts';
import { bitsIn } from '../../rights.ts';
import { messageJson } from '../../shapes/message.ts';
import { ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';

/** Nobody follows the sandbox's announcement channels: a message is only marked as published. */
export function crosspostRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/channels/:channel/messages/:message/crosspost',
      needs: P.SendMessages,
      handle({ found: { channel, message } }, live) {
        const { world } = live;
        if (channel.type !== ChannelType.GuildAnnouncement) return refuse('wrongChannelType');
        const isOwn = message.author.id === world.bot.id;
        if (!isOwn && !(bitsIn(world, channel, world.bot.id) & P.ManageMessages))
          return refuse('missingPermissions');
        const flags = message.flags ?? 0;
        if (flags & MessageFlags.Crossposted) return refuse('alreadyCrossposted');
        const change = { flags: flags | MessageFlags.Crossposted, by: world.bot.id };
        return ok(messageJson(editMessage(live, channel, message, change, true), world.bot.id));
      },
    }),
  ];
}
