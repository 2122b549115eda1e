import type { Guild, Member, World } from '../world/types.ts';
import { nameOf } from './place.ts';
import { firstThat } from './search.ts';

const most = 50; // people shown at once; the search finds the others

export interface Person {
  id: string;
  name: string;
  username: string;
  isBot: boolean;
  isOwner: boolean;
  colour: number;
  /** `online` and the like; null: not known. */
  presence: string | null;
  roles: string[];
  /** ISO; null: not timed out. */
  timeoutUntil: string | null;
}

export interface People {
  total: number;
  shown: Person[];
}

/** Members whose names or id have the words in them, in the order in which they joined. */
export async function peopleOf(world: World, guild: Guild, search: string): Promise<People> {
  const found = await firstThat(guild.members.values(), (member) => isMeant(member, search), most);
  return { total: guild.members.size, shown: found.map((member) => personOf(world, guild, member)) };
}

export function personOf(world: World, guild: Guild, member: Member): Person {
  const { user, roles, timeoutUntil } = member;
  return {
    id: user.id,
    name: nameOf(member),
    username: user.username,
    isBot: user.bot ?? false,
    isOwner: guild.ownerId === user.id,
    colour: colourOf(guild, roles),
    presence: guild.presences.get(user.id) ?? null,
    roles: roles.slice(0, 50),
    timeoutUntil: timeoutUntil && Date.parse(timeoutUntil) > world.now() ? timeoutUntil : null,
  };
}

/** That of the highest role which has one; 0: none. */
export function colourOf(guild: Guild, roles: string[]): number {
  let highest = -1;
  let colour = 0;
  for (const id of roles) {
    const role = guild.roles.get(id);
    if (!role || role.color === 0 || role.position <= highest) continue;
    highest = role.position;
    colour = role.color;
  }
  return colour;
}

function isMeant(member: Member, search: string): boolean {
  if (search === '') return true;
  const { user, nick } = member;
  return (
    user.id === search ||
    [nick, user.global_name, user.username].some((name) => name?.toLowerCase().includes(search))
  );
}
