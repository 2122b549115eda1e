import {
  type APIApplicationCommandPermission,
  type ApplicationCommandType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { setCommandPermissions } from '../changes/command-permissions.ts';
import { commandsIn } from '../changes/commands.ts';
import type { Live } from '../live.ts';
import { guildPermissions } from '../permissions.ts';
import { actOf } from '../world/act.ts';
import { Cannot } from '../world/cannot.ts';
import { guildIn, memberIn } from '../world/lookups.ts';
import type { Guild, World } from '../world/types.ts';

export interface CommandPermissionsOrder {
  guild: string;
  /** Who sets them; the owner where left out. */
  user?: string;
  /** A command's name; all of the application's where left out. */
  command?: string;
  /** Of the command, where several have the name. */
  type?: ApplicationCommandType;
  /** Instead of those before; none: Discord's defaults again. */
  permissions: APIApplicationCommandPermission[];
}

const most = 100;
const needed = P.ManageGuild | P.ManageRoles;

/** Somebody sets who may use commands, under Server Settings → Integrations. */
export function setPermissionsAs(live: Live, order: CommandPermissionsOrder): void {
  const { world } = live;
  const guild = guildIn(world, order.guild);
  const member = memberIn(guild, order.user ?? guild.ownerId);
  if ((guildPermissions(guild, member, world.now()) & needed) !== needed)
    throw new Cannot(`${member.user.username} may not say who uses commands`);
  if (order.permissions.length > most) throw new Cannot(`no more than ${most} permissions can be set`);
  const id = order.command === undefined ? world.application.id : commandNamed(world, guild, order);
  setCommandPermissions(live, guild, id, order.permissions, actOf(member.user.id));
}

function commandNamed(world: World, guild: Guild, { command, type }: CommandPermissionsOrder): string {
  const all = [...commandsIn(world, guild.id), ...commandsIn(world, 'global')];
  const found = all.find((one) => one.name === command && (type === undefined || one.type === type));
  if (!found) throw new Cannot(`there is no command ${command}`);
  return found.id;
}
