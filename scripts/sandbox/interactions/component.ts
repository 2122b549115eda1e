import { ComponentType, InteractionType } from 'discord-api-types/v10';
import { changeThread } from '../changes/threads.ts';
import type { Live } from '../live.ts';
import { channelPermissions } from '../permissions.ts';
import { changeRefusal, postRefusal } from '../posting.ts';
import { componentIn } from '../shapes/components.ts';
import { actOf } from '../world/act.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, messageIn, type Which } from '../world/lookups.ts';
import type { Interaction } from '../world/types.ts';
import { chosenFrom } from './choices.ts';
import { openInteraction } from './open.ts';
import { type GuildPlace, placeIn } from './place.ts';
import { createResolver, type Resolver } from './resolved.ts';

export interface ClickOrder {
  /** The message with the component, or its id. */
  message: Which;
  user: string;
  customId: string;
  /** Of a select: what is chosen (values, or ids of users, roles, channels); its defaults where left out. */
  values?: string[];
  locale?: string;
}

/** Somebody presses a button or chooses from a select. Only its addressee sees an ephemeral message. */
export function click(live: Live, order: ClickOrder): Interaction {
  const { world } = live;
  const message = messageIn(world, order.message);
  if (message.ephemeralFor && message.ephemeralFor !== order.user)
    throw new Cannot(`the message is visible to ${message.ephemeralFor} only`);
  const component = componentIn(message.components ?? [], order.customId);
  if (!component) throw new Cannot(`the message has no component ${order.customId}`);
  if (component.custom_id === undefined)
    throw new Cannot(`${order.customId} leads elsewhere, and tells the application nothing`);
  if (component.disabled) throw new Cannot(`the component ${order.customId} is disabled`);
  const place = placeIn(world, channelIn(world, message.channel_id), order.user);
  const chosen = choose(component, order.values, createResolver(world, place));
  if (place.is === 'guild' && place.channel.thread) enter(live, place);
  return openInteraction(live, {
    place,
    type: InteractionType.MessageComponent,
    name: order.customId,
    data: { id: component.id, custom_id: order.customId, component_type: component.type, ...chosen },
    source: message,
    locale: order.locale,
  });
}

/** Discord's client wakes an archived thread first, as whoever presses; where they cannot, nothing can be pressed. */
function enter(live: Live, { guild, channel, member, user }: GuildPlace): void {
  const bits = channelPermissions(guild, channel, member, live.world.now());
  const isArchived = channel.thread?.archived;
  if (isArchived ? postRefusal(channel, bits) : changeRefusal(channel, bits))
    throw new Cannot(`${user.username} can press nothing in ${channel.name}, which is closed`);
  if (isArchived) changeThread(live, guild, channel, { archived: false }, actOf(user.id));
}

function choose(component: { type: number }, given: string[] | undefined, resolver: Resolver) {
  if (component.type === ComponentType.Button) return {};
  const values = chosenFrom(component, given, resolver);
  const resolved = resolver.result();
  return { values, ...(resolved ? { resolved } : {}) };
}
