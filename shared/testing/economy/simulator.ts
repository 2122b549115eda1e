import type { Redis } from 'ioredis';
import { BytesConfig } from '../../bytes/settings.ts';
import { type Chance, chanceOf } from './chance.ts';
import { Crash, crashingRedis, type Fate, openCrashingDatabase } from './crashes.ts';
import { anyDeed, type Deed, type Deps, guild, type Outcome, type World } from './deeds.ts';

const clients = 8;
const speed = 100_000; // a simulated day passes in less than a second
const cooldownMinutes = 180; // about a tenth of a second

/** All that was asked of one deed, and what was heard. Real times, milliseconds. */
export interface Story {
  deed: Deed;
  asks: { at: number; config: BytesConfig }[];
  answers: { outcome: Outcome; at: number }[];
}

interface Stage {
  url: string;
  redis: Redis;
  squads: string[];
  seed: number;
  /** Deeds that each client begins. */
  deeds: number;
}

/**
 * Eight clients at once, each of which begins deeds, asks again what crashed or what it has forgotten that it was
 * answered, clicks twice, changes settings, and now and then empties Redis or brings back an older copy of it.
 */
export async function simulate({ url, redis, squads, seed, deeds }: Stage): Promise<Story[]> {
  const began = Date.now();
  let serial = 0;
  const world: World = {
    squads,
    now: () => Date.UTC(2026, 0, 1) + (Date.now() - began) * speed,
    serial: () => ++serial,
  };
  const stories: Story[] = [];
  const unfinished: Story[] = [];
  let config = anyConfig(chanceOf(seed));
  let snapshot: { key: string; dump: Buffer }[] = [];

  await Promise.all(Array.from({ length: clients }, (_, n) => live(chanceOf(seed * 1_000 + n))));
  // commands may be forgotten for ever; a message is a job, which is tried until it was handled
  const calm = openCrashingDatabase(url, () => 'goes-on');
  const left = stories.filter(({ deed, answers }) => deed.kind === 'award' && answers.length === 0);
  for (const story of left) await ask(story, depsOf(calm, redis), true);
  await calm.destroy();
  return stories;

  async function live(chance: Chance): Promise<void> {
    const fateOf = (): Fate =>
      chance.hits(0.012) ? (chance.hits(0.5) ? 'crashes-before' : 'crashes-after') : 'goes-on';
    const db = openCrashingDatabase(url, fateOf);
    const deps = depsOf(db, crashingRedis(redis, fateOf));
    try {
      for (let done = 0; done < deeds; ) {
        await disturb(chance);
        const old = chance.hits(0.3) ? unfinished.splice(chance.below(unfinished.length), 1)[0] : undefined;
        if (!old) done++;
        await attempt(old ?? begin(chance), deps, chance, old !== undefined);
      }
    } finally {
      await db.destroy();
    }
  }

  function begin(chance: Chance): Story {
    const story = { deed: anyDeed(world, chance), asks: [], answers: [] };
    stories.push(story);
    return story;
  }

  async function attempt(story: Story, deps: Deps, chance: Chance, again: boolean): Promise<void> {
    const times = chance.hits(0.08) ? 2 : 1; // a double click
    const asked = Array.from({ length: times }, () => ask(story, deps, again));
    for (const end of await Promise.allSettled(asked)) {
      if (end.status === 'rejected' && !(end.reason instanceof Crash)) throw end.reason;
      const share = end.status === 'rejected' ? 0.7 : 0.1;
      if (chance.hits(share)) unfinished.push(story);
    }
  }

  async function ask({ deed, asks, answers }: Story, deps: Deps, again: boolean): Promise<void> {
    asks.push({ at: Date.now(), config });
    const outcome = await deed.ask(deps, config, again);
    answers.push({ outcome, at: Date.now() });
  }

  async function disturb(chance: Chance): Promise<void> {
    if (chance.hits(0.02)) config = anyConfig(chance);
    if (chance.hits(0.01)) await redis.flushdb();
    if (chance.hits(0.02)) snapshot = await dump(redis);
    if (chance.hits(0.01)) await restore(redis, snapshot);
  }

  /** Lua's clock runs slower than the members', so that provisional awards are believed for a while. */
  function depsOf(db: Deps['db'], connection: Redis): Deps {
    const clock = () => began + (Date.now() - began) * 20;
    return { db, redis: connection, clock, partitions: 1 };
  }
}

/** Settings as somebody may set them at any time. */
function anyConfig(chance: Chance): BytesConfig {
  return BytesConfig.parse({
    largestTransfer: chance.of([20, 50]),
    transferCooldownMinutes: chance.of([0, cooldownMinutes, cooldownMinutes]),
    squadMinimum: chance.of([0, 50, 100]),
    switchCost: chance.of([10, 50]),
    mostFreezes: chance.of([0, 2]),
    startingBalance: chance.of([0, 60]),
    dailyAmount: chance.of([10, 20]),
  });
}

async function dump(redis: Redis): Promise<{ key: string; dump: Buffer }[]> {
  const keys = await redis.keys(`*:account:${guild}:*`);
  const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return keys.flatMap((key, i) => {
    const value = dumps[i];
    return value ? [{ key, dump: value }] : [];
  });
}

async function restore(redis: Redis, snapshot: { key: string; dump: Buffer }[]): Promise<void> {
  await Promise.all(snapshot.map(({ key, dump }) => redis.restore(key, 0, dump, 'REPLACE')));
}
