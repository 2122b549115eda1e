import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { GuildSeed, WorldSeed } from '../seed/types.ts';
import { people } from './people.ts';

const staff = {
  name: 'Moderator',
  permissions: P.ManageMessages | P.ModerateMembers | P.KickMembers,
  color: 0x2d7d46,
};
const rewards = [
  { name: 'Regular', color: 0x607d8b },
  { name: 'Trusted', color: 0x1f8b4c },
  { name: 'Pillar', color: 0xe67e22 },
];
const squads = [
  { name: 'Squad Compilers', color: 0x3498db },
  { name: 'Squad Linkers', color: 0x9b59b6 },
];

/** Three guilds of different sizes and tongues, about three hundred people, and two guilds to add the bot to. */
export function demoWorld(): WorldSeed {
  return {
    guilds: [
      guild('Byte Garden', 0, 180),
      guild('Die Werkstatt', 160, 90, 'de'),
      guild('Late Night Rust', 230, 45),
      { ...guild('Paper Planes', 0, 25), withoutBot: true },
      { ...guild('Nachtschicht', 160, 12, 'de'), withoutBot: true },
    ],
  };
}

function guild(name: string, from: number, size: number, locale = 'en-US'): GuildSeed {
  const [owner, ...members] = people(from, size);
  if (!owner) throw new Error('a guild needs somebody to own it');
  return {
    name,
    locale,
    owner: owner.name,
    roles: [...squads, ...rewards, { ...staff, aboveBot: true }],
    channels: [
      { name: 'welcome', type: ChannelType.GuildText, topic: 'Say hello' },
      { name: 'general' },
      { name: 'help', topic: 'Questions about code' },
      { name: 'showcase' },
      { name: 'off-topic' },
    ],
    emojis: [{ name: 'byte' }],
    members: [
      { ...owner, roles: ['Moderator'] },
      ...members.map((member, n) => (n % 40 === 0 ? { ...member, roles: ['Moderator'] } : member)),
      { name: 'music_box', bot: true },
    ],
  };
}
