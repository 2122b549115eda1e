import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType as Context,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { channelPermissions } from '../permissions.ts';
import { changeRefusal } from '../posting.ts';
import { Cannot } from '../world/cannot.ts';
import type { World } from '../world/types.ts';
import { mayUse } from './command-access.ts';
import type { GuildPlace, Place } from './place.ts';

/** The commands that somebody is offered there; the guild's own come before global ones. */
export function availableCommands(world: World, place: Place): APIApplicationCommand[] {
  return registered(world, place).filter((command) => hindrance(world, place, command) === null);
}

/** The one of that name; throws `Cannot` where it is not there for them. */
export function availableCommand(
  world: World,
  place: Place,
  name: string,
  types: ApplicationCommandType[],
): APIApplicationCommand {
  const commands = registered(world, place).filter((one) => one.name === name && types.includes(one.type));
  const hindrances = commands.map((command) => hindrance(world, place, command));
  const usable = commands[hindrances.indexOf(null)];
  if (usable) return usable;
  const isChat = types.includes(ApplicationCommandType.ChatInput);
  throw new Cannot(hindrances[0] ?? `there is no ${isChat ? `command /` : `context menu entry `}${name}`);
}

function registered({ commands }: World, place: Place): APIApplicationCommand[] {
  const own = place.is === 'guild' ? (commands.get(place.guild.id) ?? []) : [];
  return [...own, ...(commands.get('global') ?? [])];
}

/** Why somebody may not run the command there; null where they may. */
function hindrance(world: World, place: Place, command: APIApplicationCommand): string | null {
  if (place.is === 'direct') return directHindrance(command);
  return guildHindrance(world, place, command);
}

function directHindrance({ name, contexts, nsfw }: APIApplicationCommand): string | null {
  if (contexts && !contexts.includes(Context.BotDM)) return `${name} works in servers only`;
  return nsfw ? `${name} is age-restricted, which is switched off in direct messages` : null;
}

function guildHindrance(world: World, place: GuildPlace, command: APIApplicationCommand): string | null {
  const { guild, channel, member, user } = place;
  const { name, contexts, integration_types: installed } = command;
  const bits = channelPermissions(guild, channel, member, world.now());
  if (!(bits & P.UseApplicationCommands)) return `${user.username} may not use commands in #${channel.name}`;
  if (changeRefusal(channel, bits)) return `nobody uses commands in ${channel.name}, which is closed`;
  if (contexts && !contexts.includes(Context.Guild)) return `${name} does not work in servers`;
  if (installed && !installed.includes(ApplicationIntegrationType.GuildInstall))
    return `${name} is only there for people who installed the app for themselves`;
  if (command.nsfw && !isAgeRestricted(place))
    return `${name} is age-restricted, and #${channel.name} is not`;
  return mayUse(world, place, command) ? null : `${user.username} may not use ${name}`;
}

/** A thread is as its channel. */
function isAgeRestricted({ guild, channel }: GuildPlace): boolean {
  const home = channel.thread ? guild.channels.get(channel.parentId ?? '') : channel;
  return home?.nsfw ?? false;
}
