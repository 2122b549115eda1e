import { createSnowflakes, seededSnowflake } from '../snowflakes.ts';
import { createUser } from '../world/create.ts';
import type { World } from '../world/types.ts';
import { channelsOfCrowd, guildsOfCrowd } from './crowd.ts';
import { seedGuild } from './guild.ts';
import { secretOf, tokenOf } from './ids.ts';
import { seedInvite } from './invite.ts';
import { usersOf } from './population.ts';
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
  const crowd = seed.crowd ?? { guilds: 0, members: 0 };
  const populations = new Map<number, number>();
  const world: World = {
    ...options,
    snowflakes: createSnowflakes(options.now),
    application: {
      id,
      name,
      owner: createUser({ name: 'application-owner' }),
      secret: secretOf(id),
      redirectUris: [...(seed.application?.redirectUris ?? [])],
    },
    bot,
    token: tokenOf(id),
    populations,
    users: usersOf((n) => populations.get(n) ?? (n >= 0 && n < crowd.guilds ? crowd.members : 0)),
    closedToMessages: new Set(),
    guilds: guildsOfCrowd(() => world, crowd),
    elsewhere: new Map(),
    channels: channelsOfCrowd(() => world),
    directs: new Map(),
    ephemerals: new Map(),
    invites: new Map(),
    commands: new Map(),
    commandCreates: new Map(),
    commandPermissions: new Map(),
    webhooks: new Map(),
    interactions: new Map(),
    tokens: new Map(),
  };
  world.users.set(id, bot);
  for (const guild of seed.guilds) seedGuild(world, guild);
  for (const invite of seed.invites ?? []) seedInvite(world, invite);
  return world;
}
