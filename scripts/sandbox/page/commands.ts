import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord-api-types/v10';
import type { Guild, World } from '../world/types.ts';

/** One thing that can be run: a command, or a subcommand of it. */
export interface Runnable {
  name: string;
  /** `send`, or `group send`; empty where the command has none. */
  subcommand: string;
  description: string;
  options: readonly APIApplicationCommandBasicOption[];
}

/** The registered slash commands; the guild's own hide global ones of the same name. */
export function runnablesOf(world: World, guild: Guild): Runnable[] {
  const commands = [...(world.commands.get(guild.id) ?? []), ...(world.commands.get('global') ?? [])].filter(
    ({ type }) => type === ApplicationCommandType.ChatInput,
  );
  return commands
    .filter((command, n) => commands.findIndex(({ name }) => name === command.name) === n)
    .flatMap(({ name, description, options = [] }) => leaves(name, [], description, options));
}

function leaves(
  name: string,
  path: string[],
  description: string,
  options: readonly APIApplicationCommandOption[],
): Runnable[] {
  const branches = options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
      ? leaves(name, [...path, option.name], option.description, option.options ?? [])
      : [],
  );
  if (branches.length > 0) return branches;
  const basic = options.filter((option): option is APIApplicationCommandBasicOption => !isBranch(option));
  return [{ name, subcommand: path.join(' '), description, options: basic }];
}

function isBranch({ type }: APIApplicationCommandOption): boolean {
  const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;
  return type === Subcommand || type === SubcommandGroup;
}
