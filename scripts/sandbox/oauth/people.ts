import { type APIUser, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { guildPermissions } from '../permissions.ts';
import { first } from '../world/first.ts';
import type { Guild, World } from '../world/types.ts';

const most = 200; // people offered by name; any other can be typed
const guildsLooked = 1_000;

/** Also the application's owner, for whom client credentials are. */
export function userOf({ users, application }: World, id: string): APIUser | null {
  return users.get(id) ?? (id === application.owner.id ? application.owner : null);
}

/** Somebody by user name or id; bots consent to nothing. */
export function personCalled({ users }: World, text: string): APIUser | null {
  const wanted = text.trim().replace(/^@/, '').toLowerCase();
  const user =
    users.get(wanted) ?? [...users.values()].find(({ username }) => username.toLowerCase() === wanted);
  return user && !user.bot ? user : null;
}

/** Some whom a person can choose to be, first those who own a guild without the bot. */
export function peopleOf(world: World): APIUser[] {
  const people = new Map<string, APIUser>();
  const add = (user: APIUser | undefined) => user && !user.bot && people.set(user.id, user);
  for (const { ownerId } of world.elsewhere.values()) add(world.users.get(ownerId));
  for (const { members } of first(world.guilds.values(), guildsLooked))
    for (const { user } of first(members.values(), most - people.size)) add(user);
  return [...people.values()];
}

/** Where the user may add the bot: guilds without it that they manage. */
export function manageableOf(world: World, userId: string): Guild[] {
  return [...world.elsewhere.values()].filter((guild) => {
    const member = guild.members.get(userId);
    return member && (guildPermissions(guild, member, world.now()) & P.ManageGuild) !== 0n;
  });
}
