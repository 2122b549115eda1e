import { ComponentType, InteractionType } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { componentIn } from '../shapes/components.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, messageIn } from '../world/lookups.ts';
import type { Interaction } from '../world/types.ts';
import { chosenFrom } from './choices.ts';
import { openInteraction } from './open.ts';
import { placeIn } from './place.ts';
import { createResolver, type Resolver } from './resolved.ts';

export interface ClickOrder {
  /** The message with the component, or its id. */
  message: { id: string } | string;
  user: string;
  customId: string;
  /** Of a select: what is chosen (values, or ids of users, roles, channels); its defaults where left out. */
  values?: string[];
  locale?: string;
}

/** Somebody presses a button or chooses from a select. Only its addressee sees an ephemeral message. */
export function click(live: Live, order: ClickOrder): Interaction {
  const { world } = live;
  const message = messageIn(world, typeof order.message === 'string' ? order.message : order.message.id);
  if (message.ephemeralFor && message.ephemeralFor !== order.user)
    throw new Cannot(`the message is visible to ${message.ephemeralFor} only`);
  const component = componentIn(message.components ?? [], order.customId);
  if (!component) throw new Cannot(`the message has no component ${order.customId}`);
  if (component.custom_id === undefined)
    throw new Cannot(`${order.customId} leads elsewhere, and tells the application nothing`);
  if (component.disabled) throw new Cannot(`the component ${order.customId} is disabled`);
  const place = placeIn(world, channelIn(world, message.channel_id), order.user);
  const chosen = choose(component, order.values, createResolver(world, place));
  return openInteraction(live, {
    place,
    type: InteractionType.MessageComponent,
    name: order.customId,
    data: { id: component.id, custom_id: order.customId, component_type: component.type, ...chosen },
    source: message,
    locale: order.locale,
  });
}

function choose(component: { type: number }, given: string[] | undefined, resolver: Resolver) {
  if (component.type === ComponentType.Button) return {};
  const values = chosenFrom(component, given, resolver);
  const resolved = resolver.result();
  return { values, ...(resolved ? { resolved } : {}) };
}
