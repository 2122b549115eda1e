import { createSnowflakes, seededSnowflake } from '../snowflakes.ts';
import { createUser } from '../world/create.ts';
import type { World } from '../world/types.ts';
import { seedGuild } from './guild.ts';
import { tokenOf } from './ids.ts';
import type { WorldSeed } from './types.ts';

const defaultName = 'Smarter Dev';

/** One guild with a few people, a bot among them: enough for most tests. */
export const smallWorld: WorldSeed = {
  guilds: [
    {
      name: 'Workshop',
      roles: [{ name: 'Member' }, { name: 'Veteran' }, { name: 'Staff', aboveBot: true }],
      channels: [{ name: 'general' }, { name: 'help' }],
      emojis: [{ name: 'byte' }],
      members: [
        { name: 'ada', displayName: 'Ada' },
        { name: 'grace', displayName: 'Grace' },
        { name: 'linus', nick: 'penguin' },
        { name: 'margaret', roles: ['Staff'] },
        { name: 'otherbot', bot: true },
      ],
    },
  ],
};

export function createWorld(seed: WorldSeed, options: { now(): number; keepMessages: number }): World {
  const name = seed.application?.name ?? defaultName;
  const id = seed.application?.id ?? seededSnowflake('application', name);
  const bot = createUser({ id, name, bot: true });
  const world: World = {
    ...options,
    snowflakes: createSnowflakes(options.now),
    application: { id, name, owner: createUser({ name: 'application-owner' }) },
    bot,
    token: tokenOf(id),
    users: new Map([[id, bot]]),
    closedToMessages: new Set(),
    guilds: new Map(),
    channels: new Map(),
    commands: new Map(),
    interactions: new Map(),
    tokens: new Map(),
  };
  for (const guild of seed.guilds) seedGuild(world, guild);
  return world;
}
