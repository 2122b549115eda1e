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

/** Checks the values as Discord's client does, and gives them Discord's shape. Files are there by their ids. */
export function optionValues(
  options: readonly Option[],
  values: Record<string, Value>,
  resolver: Resolver,
): OptionJson[] {
  mustBeKnown(options, values);
  return options.flatMap((option) => {
    const value = ownOf(values, option.name);
    if (value === undefined && option.required) throw new Cannot(`the option ${option.name} is required`);
    return value === undefined ? [] : [checked(option, value, resolver)];
  });
}

/** While somebody still types into one of them: that one is text, however far it got; the others may be missing. */
export function partialValues(
  options: readonly Option[],
  values: Record<string, Value>,
  focused: string,
  resolver: Resolver,
): OptionJson[] {
  mustBeKnown(options, values);
  return options.flatMap((option) => {
    const { name, type } = option;
    const value = ownOf(values, name);
    if (name === focused) return [{ name, type, value: String(value ?? ''), focused: true as const }];
    return value === undefined ? [] : [checked(option, value, resolver)];
  });
}

/** An option may be called `constructor`. */
function ownOf(values: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function mustBeKnown(options: readonly Option[], values: Record<string, Value>): void {
  const stranger = Object.keys(values).find((name) => !options.some((option) => option.name === name));
  if (stranger) throw new Cannot(`the command has no option ${stranger}`);
}

function checked(option: Option, value: Value, resolver: Resolver): OptionJson {
  const wrong = misfit(option, value);
  if (wrong) throw new Cannot(`${JSON.stringify(value)} does not fit the option ${option.name}: ${wrong}`);
  const files = resolver.result()?.attachments ?? {};
  if (option.type === Type.Attachment && !Object.hasOwn(files, String(value)))
    throw new Cannot(`the option ${option.name} takes a file`);
  resolvers[option.type]?.(resolver, String(value), option);
  return { name: option.name, type: option.type, value };
}

const resolvers: Partial<Record<Type, (resolver: Resolver, id: string, option: Option) => void>> = {
  [Type.User]: (resolver, id) => resolver.user(id),
  [Type.Role]: (resolver, id) => resolver.role(id),
  [Type.Channel]: (resolver, id, option) =>
    resolver.channel(id, 'channel_types' in option ? option.channel_types : []),
  [Type.Mentionable]: (resolver, id) => resolver.mentionable(id),
};

function misfit(option: Option, value: Value): string | null {
  const wanted = jsType[option.type] ?? 'string';
  if (typeof value !== wanted) return `must be a ${wanted}`;
  if (option.type === Type.Integer && !Number.isInteger(value)) return 'must be whole';
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value))
    return 'is not one of the choices';
  if (typeof value === 'number') return numberMisfit(value, Object(option));
  return option.type === Type.String ? textMisfit(String(value), option) : null;
}

const jsType: Partial<Record<Type, 'number' | 'boolean'>> = {
  [Type.Integer]: 'number',
  [Type.Number]: 'number',
  [Type.Boolean]: 'boolean',
};
const longest = 6_000; // characters, of any text
const largest = 2 ** 53; // and no number is further from zero

function numberMisfit(value: number, { min_value, max_value }: { min_value?: number; max_value?: number }) {
  return outside(value, min_value ?? -largest, max_value ?? largest);
}

function textMisfit(text: string, { min_length, max_length }: { min_length?: number; max_length?: number }) {
  if (text.length === 0 || text.length > longest) return `must have 1 to ${longest} characters`;
  return outside(text.length, min_length, max_length);
}

function outside(size: number, min: number | undefined, max: number | undefined): string | null {
  if (Number.isNaN(size)) return 'is not a number';
  if (min !== undefined && size < min) return `is less than ${min}`;
  if (max !== undefined && size > max) return `is more than ${max}`;
  return null;
}
