import { ComponentType as Type } from 'discord-api-types/v10';
import { Cannot } from '../world/cannot.ts';
import type { Resolver } from './resolved.ts';

/** A select, a group of boxes or of radio buttons: what is to be chosen from. */
export interface Choosable {
  type: number;
  custom_id?: string;
  /** Only in modals; true where left out. */
  required?: boolean | null;
  min_values?: number | null;
  max_values?: number | null;
  options?: { value: string; default?: boolean | null }[] | null;
  default_values?: { id: string }[] | null;
  channel_types?: number[] | null;
}

/** Checks what somebody chose as Discord's client does; nothing given leaves it at the defaults. */
export function chosenFrom(part: Choosable, given: string[] | undefined, resolver: Resolver): string[] {
  const values = given ?? defaultsOf(part);
  const { options, custom_id, required } = part;
  if (new Set(values).size < values.length) throw new Cannot(`nothing can be chosen twice from ${custom_id}`);
  const isSkipped = required === false && values.length === 0;
  const { least, most } = limitsOf(part);
  if (!isSkipped && (values.length < least || values.length > most))
    throw new Cannot(`between ${least} and ${most} values must be chosen from ${custom_id}`);
  const stranger = options && values.find((value) => !options.some((option) => option.value === value));
  if (stranger != null) throw new Cannot(`${stranger} is none of the options of ${custom_id}`);
  for (const value of values) resolvers[part.type]?.(resolver, value, part);
  return values;
}

function defaultsOf({ options, default_values }: Choosable): string[] {
  const chosen = (options ?? []).filter((option) => option.default).map(({ value }) => value);
  return [...chosen, ...(default_values ?? []).map(({ id }) => id)];
}

function limitsOf({ type, min_values, max_values, options }: Choosable): { least: number; most: number } {
  const usual = type === Type.CheckboxGroup ? (options ?? []).length : 1;
  return { least: min_values ?? 1, most: max_values ?? usual };
}

const resolvers: Partial<Record<number, (resolver: Resolver, id: string, part: Choosable) => void>> = {
  [Type.UserSelect]: (resolver, id) => resolver.user(id),
  [Type.RoleSelect]: (resolver, id) => resolver.role(id),
  [Type.MentionableSelect]: (resolver, id) => resolver.mentionable(id),
  [Type.ChannelSelect]: (resolver, id, { channel_types }) => resolver.channel(id, channel_types ?? []),
};
