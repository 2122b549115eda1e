import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionType,
} from 'discord-api-types/v10';
import type { FileOrder } from '../control/attachments.ts';
import type { Live } from '../live.ts';
import { Cannot } from '../world/cannot.ts';
import type { Interaction } from '../world/types.ts';
import { availableCommand } from './available.ts';
import { attach, mustBeAllowed } from './files.ts';
import { openInteraction } from './open.ts';
import { optionValues, partialValues, type Value } from './option-values.ts';
import { type Place, placeOf, type Where } from './place.ts';
import { createResolver } from './resolved.ts';

export interface SlashOrder extends Where {
  name: string;
  /** `send`, or `group send`. */
  subcommand?: string;
  /** Users, roles and channels by id. */
  options?: Record<string, Value>;
  /** For options that take a file. */
  attachments?: Record<string, FileOrder>;
  locale?: string;
}

/** Somebody runs a chat command that the bot has registered, in a guild or in direct messages with it. */
export function slash(live: Live, order: SlashOrder): Interaction {
  const { place, command, path, options } = chosenCommand(live, order);
  const resolver = createResolver(live.world, place);
  const files = Object.entries(order.attachments ?? {});
  if (files.length > 0) mustBeAllowed(live.world, place);
  const attached = files.map(([name, file]) => [name, attach(live.world, place, file, resolver)]);
  const values = optionValues(options, { ...order.options, ...Object.fromEntries(attached) }, resolver);
  const resolved = resolver.result();
  return openInteraction(live, {
    place,
    type: InteractionType.ApplicationCommand,
    name: order.name,
    command: runCommand(command, path),
    data: { ...headOf(command), ...wrapped(path, values), ...(resolved ? { resolved } : {}) },
    locale: order.locale,
  });
}

/** Somebody types into an option with autocomplete, named by `focused`; required options may be missing. */
export function autocomplete(live: Live, order: SlashOrder & { focused: string }): Interaction {
  const { place, command, path, options } = chosenCommand(live, order);
  const focused = options.find(({ name }) => name === order.focused);
  if (!focused) throw new Cannot(`the command has no option ${order.focused}`);
  if (!('autocomplete' in focused && focused.autocomplete))
    throw new Cannot(`the option ${order.focused} suggests nothing`);
  const resolver = createResolver(live.world, place);
  const values = partialValues(options, order.options ?? {}, order.focused, resolver);
  return openInteraction(live, {
    place,
    type: InteractionType.ApplicationCommandAutocomplete,
    name: order.name,
    command: runCommand(command, path),
    focused: focused.type,
    data: { ...headOf(command), ...wrapped(path, values) },
    locale: order.locale,
  });
}

function chosenCommand({ world }: Live, order: SlashOrder) {
  const place: Place = placeOf(world, order);
  const command = availableCommand(world, place, order.name, [ApplicationCommandType.ChatInput]);
  const path = order.subcommand?.split(' ') ?? [];
  return { place, command, path, options: leafOf(command, path) };
}

function leafOf(command: APIApplicationCommand, path: string[]): APIApplicationCommandBasicOption[] {
  let options: readonly APIApplicationCommandOption[] = command.options ?? [];
  for (const name of path) {
    const next = options.find((option) => option.name === name && isBranch(option));
    if (!next || !isBranch(next)) throw new Cannot(`/${command.name} has no subcommand ${path.join(' ')}`);
    options = next.options ?? [];
  }
  if (options.some(isBranch)) throw new Cannot(`/${command.name} needs a subcommand`);
  return options.filter((option): option is APIApplicationCommandBasicOption => !isBranch(option));
}

export function isBranch(option: APIApplicationCommandOption) {
  const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;
  return option.type === Subcommand || option.type === SubcommandGroup;
}

function runCommand({ type, name }: APIApplicationCommand, path: string[]) {
  return { type, fullName: [name, ...path].join(' '), target: null };
}

/** Under the subcommand and its group. */
function wrapped(path: string[], values: unknown[]): { options?: unknown[] } {
  const options = path.reduceRight<unknown[]>((inner, name, index) => {
    const type = index === path.length - 1 ? 1 : 2;
    return [{ name, type, options: inner }];
  }, values);
  return options.length > 0 ? { options } : {};
}

/** What the data of every command begins with. */
export function headOf({ id, name, type, guild_id }: APIApplicationCommand): Record<string, unknown> {
  return { id, name, type, ...(guild_id ? { guild_id } : {}) };
}
