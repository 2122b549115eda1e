import {
  type APIApplicationCommand,
  type APIApplicationCommandPermission,
  APIApplicationCommandPermissionsConstant as Constant,
  PermissionFlagsBits as P,
  ApplicationCommandPermissionType as Type,
} from 'discord-api-types/v10';
import { permissionsIn } from '../changes/command-permissions.ts';
import { guildPermissions } from '../permissions.ts';
import type { World } from '../world/types.ts';
import type { GuildPlace } from './place.ts';

type Permissions = APIApplicationCommandPermission[];

/**
 * Discord's documentation, "Application Command Permissions": what was set for the command comes before what was set
 * for all of the application's, and that before the command's own default. Administrators may use all.
 */
export function mayUse(world: World, place: GuildPlace, command: APIApplicationCommand): boolean {
  const bits = guildPermissions(place.guild, place.member, world.now());
  if (bits & P.Administrator) return true;
  const set = permissionsIn(world, place.guild);
  const own = set.get(command.id) ?? [];
  const general = set.get(world.application.id) ?? [];
  const isOpenHere = inChannel(own, place) ?? inChannel(general, place) ?? true;
  if (!isOpenHere) return false;
  const forThem = forMember(own, place);
  if (forThem !== null) return forThem;
  return forMember(general, place) !== false && holds(bits, command.default_member_permissions);
}

/** Null where nothing was set. A thread is its channel. */
function inChannel(permissions: Permissions, { guild, channel }: GuildPlace): boolean | null {
  const id = channel.thread ? channel.parentId : channel.id;
  const ofType = permissions.filter(({ type }) => type === Type.Channel);
  const found =
    ofType.find((one) => one.id === id) ?? ofType.find((one) => one.id === Constant.AllChannels(guild.id));
  return found?.permission ?? null;
}

/** The member's own comes first, then their roles' together (allow wins), then everyone's. */
function forMember(permissions: Permissions, { guild, member }: GuildPlace): boolean | null {
  const own = permissions.find(({ id, type }) => type === Type.User && id === member.user.id);
  if (own) return own.permission;
  const ofRoles = permissions.filter(({ id, type }) => type === Type.Role && member.roles.includes(id));
  if (ofRoles.length > 0) return ofRoles.some(({ permission }) => permission);
  const ofEveryone = permissions.find(({ id, type }) => type === Type.Role && id === guild.id);
  return ofEveryone?.permission ?? null;
}

/** `0`: administrators alone. */
function holds(bits: bigint, needs: string | null): boolean {
  if (needs === null) return true;
  return needs !== '0' && (bits & BigInt(needs)) === BigInt(needs);
}
