import { ComponentType, InteractionType } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { componentIn } from '../shapes/components.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, guildIn, memberIn, messageIn } from '../world/lookups.ts';
import type { Interaction, Message } from '../world/types.ts';
import { openInteraction } from './open.ts';
import { createResolver, type Resolver } from './resolved.ts';

export interface ClickOrder {
  /** The message with the component, or its id. */
  message: { id: string } | string;
  user: string;
  customId: string;
  /** Of a select: what is chosen (values, or ids of users, roles, channels). */
  values?: string[];
  locale?: string;
}

/** A member presses a button or chooses from a select. Only its addressee sees an ephemeral message. */
export function click(live: Live, order: ClickOrder): Interaction {
  const message = messageIn(live.world, typeof order.message === 'string' ? order.message : order.message.id);
  if (message.ephemeralFor && message.ephemeralFor !== order.user)
    throw new Cannot(`the message is visible to ${message.ephemeralFor} only`);
  const component = componentIn(message.components ?? [], order.customId);
  if (!component) throw new Cannot(`the message has no component ${order.customId}`);
  if (component.disabled) throw new Cannot(`the component ${order.customId} is disabled`);
  const guild = guildIn(live.world, message.guild_id ?? '');
  const member = memberIn(guild, order.user);
  const resolver = createResolver(live.world, guild, member);
  const chosen =
    component.type === ComponentType.Button ? {} : choose(component, order.values ?? [], resolver);
  const data = { id: component.id, custom_id: order.customId, component_type: component.type, ...chosen };
  const channel = channelIn(live.world, message.channel_id);
  const source: Message = message;
  return openInteraction(live, {
    type: InteractionType.MessageComponent,
    guild,
    channel,
    member,
    name: order.customId,
    data,
    source,
    locale: order.locale,
  });
}

interface Select {
  type: number;
  min_values?: number;
  max_values?: number;
  options?: { value: string }[];
}

function choose(component: Select, values: string[], resolver: Resolver) {
  const { min_values: min = 1, max_values: max = 1, options } = component;
  if (values.length < min || values.length > max)
    throw new Cannot(`between ${min} and ${max} values must be chosen`);
  const stranger = options && values.find((value) => !options.some((option) => option.value === value));
  if (stranger !== undefined) throw new Cannot(`${stranger} is none of the options`);
  for (const value of values) byType[component.type]?.(resolver, value);
  const resolved = resolver.result();
  return { values, ...(resolved ? { resolved } : {}) };
}

const byType: Partial<Record<number, (resolver: Resolver, id: string) => void>> = {
  [ComponentType.UserSelect]: (resolver, id) => resolver.user(id),
  [ComponentType.RoleSelect]: (resolver, id) => resolver.role(id),
  [ComponentType.ChannelSelect]: (resolver, id) => resolver.channel(id),
  [ComponentType.MentionableSelect]: (resolver, id) => resolver.mentionable(id),
};
