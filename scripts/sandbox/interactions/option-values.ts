import {
  type APIApplicationCommandBasicOption as Option,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import { Cannot } from '../world/cannot.ts';
import type { Resolver } from './resolved.ts';

export type Value = string | number | boolean;

export interface OptionJson {
  name: string;
  type: number;
  value: Value;
  focused?: true;
}

/** Checks the values as Discord's client does, and gives them Discord's shape. */
export function optionValues(
  options: readonly Option[],
  values: Record<string, Value>,
  resolver: Resolver,
): OptionJson[] {
  const stranger = Object.keys(values).find((name) => !options.some((option) => option.name === name));
  if (stranger) throw new Cannot(`the command has no option ${stranger}`);
  return options.flatMap((option) => {
    const value = values[option.name];
    if (value === undefined && option.required) throw new Cannot(`the option ${option.name} is required`);
    if (value === undefined) return [];
    const wrong = misfit(option, value);
    if (wrong) throw new Cannot(`${JSON.stringify(value)} does not fit the option ${option.name}: ${wrong}`);
    resolveValue(option.type, String(value), resolver);
    return [{ name: option.name, type: option.type, value }];
  });
}

function misfit(option: Option, value: Value): string | null {
  if (typeof value !== typeOf(option.type)) return `must be a ${typeOf(option.type)}`;
  if (option.type === Type.Integer && !Number.isInteger(value)) return 'must be whole';
  if (
    'choices' in option &&
    option.choices?.length &&
    !option.choices.some((choice) => choice.value === value)
  )
    return 'is not one of the choices';
  if (typeof value === 'number') return outside(value, Object(option).min_value, Object(option).max_value);
  if (option.type !== Type.String || typeof value !== 'string') return null;
  if (value.length === 0 || value.length > 6_000) return 'must have 1 to 6000 characters';
  return outside(value.length, option.min_length, option.max_length);
}

function outside(size: number, min: number | undefined, max: number | undefined): string | null {
  if (min !== undefined && size < min) return `is less than ${min}`;
  if (max !== undefined && size > max) return `is more than ${max}`;
  return null;
}

function typeOf(type: Type): 'string' | 'number' | 'boolean' {
  if (type === Type.Integer || type === Type.Number) return 'number';
  return type === Type.Boolean ? 'boolean' : 'string';
}

function resolveValue(type: Type, id: string, resolver: Resolver): void {
  if (type === Type.User) resolver.user(id);
  if (type === Type.Role) resolver.role(id);
  if (type === Type.Channel) resolver.channel(id);
  if (type === Type.Mentionable) resolver.mentionable(id);
}
