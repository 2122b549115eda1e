import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { everything, guildPermissions } from '../permissions.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, guildIn, memberIn, messageIn } from '../world/lookups.ts';
import type { Guild, Interaction, Member, World } from '../world/types.ts';
import { openInteraction } from './open.ts';
import { optionValues, type Value } from './option-values.ts';
import { createResolver } from './resolved.ts';

export interface SlashOrder {
  guild: string;
  user: string;
  /** The guild's first text channel where left out. */
  channel?: string;
  name: string;
  /** `send`, or `group send`. */
  subcommand?: string;
  /** Users, roles and channels by id. */
  options?: Record<string, Value>;
  locale?: string;
}

/** A member runs a chat command that the bot has registered. */
export function slash(live: Live, order: SlashOrder): Interaction {
  return runChat(live, order, InteractionType.ApplicationCommand);
}

/** A member types into an option with autocomplete, named by `focused`; required options may be missing. */
export function autocomplete(live: Live, order: SlashOrder & { focused: string }): Interaction {
  return runChat(live, order, InteractionType.ApplicationCommandAutocomplete, order.focused);
}

export interface MenuOrder {
  guild: string;
  user: string;
  channel?: string;
  name: string;
  /** A user's or a message's id. */
  target: string;
  locale?: string;
}

/** A member picks a context menu entry on a user or a message. */
export function menu(live: Live, order: MenuOrder): Interaction {
  const at = placeOf(live.world, order);
  const found = findCommand(live.world, at.guild, at.member, (command) => {
    return command.name === order.name && command.type !== ApplicationCommandType.ChatInput;
  });
  if (!found) throw new Cannot(`there is no context menu entry ${order.name}`);
  const resolver = createResolver(live.world, at.guild, at.member);
  if (found.type === ApplicationCommandType.User) resolver.user(order.target);
  else resolver.message(messageIn(live.world, order.target));
  const data = { ...headOf(found), target_id: order.target, resolved: resolver.result() };
  return openInteraction(live, {
    ...at,
    type: InteractionType.ApplicationCommand,
    name: order.name,
    data,
    locale: order.locale,
  });
}

function runChat(live: Live, order: SlashOrder, type: InteractionType, focused?: string): Interaction {
  const at = placeOf(live.world, order);
  const command = findCommand(live.world, at.guild, at.member, ({ name, type }) => {
    return name === order.name && type === ApplicationCommandType.ChatInput;
  });
  if (!command) throw new Cannot(`there is no command /${order.name}`);
  const path = order.subcommand?.split(' ') ?? [];
  const leaf = leafOf(command, path);
  const resolver = createResolver(live.world, at.guild, at.member);
  const wanted = focused ? leaf.map((option) => ({ ...option, required: false })) : leaf;
  const values = optionValues(wanted, order.options ?? {}, resolver).map((option) =>
    option.name === focused ? { ...option, focused: true } : option,
  );
  const options = wrap(path, values);
  const resolved = resolver.result();
  const data = {
    ...headOf(command),
    ...(options.length > 0 ? { options } : {}),
    ...(resolved ? { resolved } : {}),
  };
  return openInteraction(live, { ...at, type, name: order.name, data, locale: order.locale });
}

function placeOf(world: World, { guild: id, user, channel }: Pick<SlashOrder, 'guild' | 'user' | 'channel'>) {
  const guild = guildIn(world, id);
  return {
    guild,
    member: memberIn(guild, user),
    channel: channelIn(world, channel ?? guild.systemChannelId),
  };
}

/** The guild's own commands come before global ones; what the member may not use is not there for them. */
function findCommand(
  world: World,
  guild: Guild,
  member: Member,
  fits: (command: APIApplicationCommand) => boolean,
): APIApplicationCommand | undefined {
  const command = [...(world.commands.get(guild.id) ?? []), ...(world.commands.get('global') ?? [])].find(
    fits,
  );
  const needs = command?.default_member_permissions;
  if (needs == null) return command;
  const bits = guildPermissions(guild, member, world.now());
  if (bits === everything || (needs !== '0' && (bits & BigInt(needs)) === BigInt(needs))) return command;
  throw new Cannot(`${member.user.username} may not use ${command?.name}`);
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

function isBranch(option: APIApplicationCommandOption) {
  const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;
  return option.type === Subcommand || option.type === SubcommandGroup;
}

function wrap(path: string[], values: unknown[]): unknown[] {
  return path.reduceRight<unknown[]>((options, name, index) => {
    const type = index === path.length - 1 ? 1 : 2;
    return [{ name, type, options }];
  }, values);
}

function headOf({ id, name, type, guild_id }: APIApplicationCommand): Record<string, unknown> {
  return { id, name, type, ...(guild_id ? { guild_id } : {}) };
}
