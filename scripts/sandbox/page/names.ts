import type { Guild, World } from '../world/types.ts';
import { nameOf } from './place.ts';

const mention = /<(@!?|@&|#)(\d{1,20})>/g;

export type Names = Record<'users' | 'roles' | 'channels', Record<string, string>>;

/** The names behind the ids that are mentioned anywhere in what is shown. */
export function namesIn(world: World, guild: Guild, shown: unknown): Names {
  const names: Names = { users: {}, roles: {}, channels: {} };
  for (const [, sign, id = ''] of JSON.stringify(shown).matchAll(mention)) {
    if (sign === '#') names.channels[id] = world.channels.get(id)?.name ?? 'unknown';
    else if (sign === '@&') names.roles[id] = guild.roles.get(id)?.name ?? 'unknown role';
    else names.users[id] = userName(world, guild, id);
  }
  return names;
}

export function userName(world: World, guild: Guild, id: string): string {
  const member = guild.members.get(id);
  if (member) return nameOf(member);
  const user = world.users.get(id);
  return user?.global_name ?? user?.username ?? 'unknown user';
}
