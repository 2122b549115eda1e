import { ApplicationCommandType, InteractionType } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, messageIn } from '../world/lookups.ts';
import type { Interaction, Message, World } from '../world/types.ts';
import { availableCommand } from './available.ts';
import { headOf } from './command.ts';
import { openInteraction } from './open.ts';
import { placeIn, placeOf, type Where } from './place.ts';
import { createResolver } from './resolved.ts';

export interface MenuOrder extends Where {
  name: string;
  /** A user's or a message's id. */
  target: string;
  locale?: string;
}

/** Somebody picks a context menu entry on a user, or on a message in the channel it is in. */
export function menu(live: Live, order: MenuOrder): Interaction {
  const { world } = live;
  const message = world.users.has(order.target) ? null : targetOf(world, order);
  const place = message
    ? placeIn(world, channelIn(world, message.channel_id), order.user)
    : placeOf(world, order);
  const type = message ? ApplicationCommandType.Message : ApplicationCommandType.User;
  const command = availableCommand(world, place, order.name, [type]);
  const resolver = createResolver(world, place);
  if (message) resolver.message(message);
  else resolver.user(order.target);
  return openInteraction(live, {
    place,
    type: InteractionType.ApplicationCommand,
    name: order.name,
    command: { type, fullName: order.name, target: order.target },
    data: { ...headOf(command), target_id: order.target, resolved: resolver.result() },
    locale: order.locale,
  });
}

function targetOf(world: World, { target, user }: MenuOrder): Message {
  const message = messageIn(world, target);
  if (message.ephemeralFor && message.ephemeralFor !== user)
    throw new Cannot(`the message is visible to ${message.ephemeralFor} only`);
  return message;
}
