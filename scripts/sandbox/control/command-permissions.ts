import {
  type APIApplicationCommandPermission,
  type ApplicationCommandType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { setCommandPermissions } from '../changes/command-permissions.ts';
import { commandsIn } from '../changes/commands.ts';
import type { Live } from '../live.ts';
import { Cannot } from '../world/cannot.ts';
import { guildIn } from '../world/lookups.ts';
import type { Guild, World } from '../world/types.ts';
import { type Acting, actorIn } from './acting.ts';

export interface CommandPermissionsOrder extends Acting {
  guild: string;
  /** A command's name; all of the application's where left out. */
  command?: string;
  /** Of the command, where several have the name. */
  type?: ApplicationCommandType;
  /** Instead of those before; none: Discord's defaults again. */
  permissions: APIApplicationCommandPermission[];
}

const most = 100;

/** Somebody sets who may use commands, under Server Settings → Integrations. */
export function setPermissionsAs(live: Live, order: CommandPermissionsOrder): void {
  const { world } = live;
  const guild = guildIn(world, order.guild);
  const actor = actorIn(live, guild, order);
  actor.needs(P.ManageGuild | P.ManageRoles);
  if (order.permissions.length > most) throw new Cannot(`no more than ${most} permissions can be set`);
  const id = order.command === undefined ? world.application.id : commandNamed(world, guild, order);
  setCommandPermissions(live, guild, id, order.permissions, actor.act);
}

function commandNamed(world: World, guild: Guild, { command, type }: CommandPermissionsOrder): string {
  const all = [...commandsIn(world, guild.id), ...commandsIn(world, 'global')];
  const found = all.find((one) => one.name === command && (type === undefined || one.type === type));
  if (!found) throw new Cannot(`there is no command ${command}`);
  return found.id;
}
