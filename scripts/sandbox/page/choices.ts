import { ChannelType } from 'discord-api-types/v10';
import type { World } from '../world/types.ts';
import { peopleOf } from './people.ts';
import { canSee, type Place } from './place.ts';

const most = 25; // of each kind

export interface Choice {
  id: string;
  label: string;
  hint: string;
}

type Find = (world: World, place: Place, search: string) => Choice[] | Promise<Choice[]>;

const users: Find = async (world, { guild }, search) =>
  (await peopleOf(world, guild, search)).shown.slice(0, most).map(({ id, name, username, isBot }) => ({
    id,
    label: name,
    hint: isBot ? `${username}, bot` : username,
  }));

const roles: Find = (_, { guild }, search) =>
  [...guild.roles.values()]
    .filter(({ name, id }) => name.toLowerCase().includes(search) || id === search)
    .sort((a, b) => b.position - a.position)
    .slice(0, most)
    .map(({ id, name }) => ({ id, label: name.startsWith('@') ? name : `@${name}`, hint: 'role' }));

const channels: Find = (world, { guild, member }, search) =>
  [...guild.channels.values()]
    .filter((one) => one.name.toLowerCase().includes(search) && canSee(world, guild, one, member))
    .slice(0, most)
    .map(({ id, name, type }) => ({
      id,
      label: `#${name}`,
      hint: type === ChannelType.GuildCategory ? 'category' : 'channel',
    }));

/** What a member can choose from where a user, role or channel is asked for. */
export const finders = {
  user: users,
  role: roles,
  channel: channels,
  mentionable: async (world, place, search) => [
    ...(await users(world, place, search)),
    ...(await roles(world, place, search)),
  ],
} satisfies Record<string, Find>;
