import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord-api-types/v10';
import { availableCommands } from '../interactions/available.ts';
import { isBranch } from '../interactions/command.ts';
import { placeOf, type Place as Where } from '../interactions/place.ts';
import type { World } from '../world/types.ts';
import type { Place } from './place.ts';

/** One thing that can be run: a command, or a subcommand of it. */
export interface Runnable {
  name: string;
  /** `send`, or `group send`; empty where the command has none. */
  subcommand: string;
  description: string;
  options: readonly APIApplicationCommandBasicOption[];
}

export interface Commands {
  chat: Runnable[];
  /** Names of context menu entries. */
  user: string[];
  message: string[];
}

/** What the bot offers the member there, and no other bot; the guild's own hide global ones of the same kind and name. */
export function commandsOf(world: World, place: Place): Commands {
  if (place.member.user.bot) return { chat: [], user: [], message: [] };
  const all = availableCommands(world, whereOf(world, place));
  const commands = all.filter(
    (one, n) => all.findIndex(({ name, type }) => name === one.name && type === one.type) === n,
  );
  const ofType = (wanted: ApplicationCommandType) => commands.filter(({ type }) => type === wanted);
  const { ChatInput, User, Message } = ApplicationCommandType;
  return {
    chat: ofType(ChatInput).flatMap(({ name, description, options = [] }) =>
      leaves(name, [], description, options),
    ),
    user: ofType(User).map(({ name }) => name),
    message: ofType(Message).map(({ name }) => name),
  };
}

function whereOf(world: World, { guild, channel, member: { user }, isDirect }: Place): Where {
  return placeOf(
    world,
    isDirect ? { user: user.id } : { guild: guild.id, channel: channel?.id, user: user.id },
  );
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
