import { LRUCache } from 'lru-cache';
import { MINUTE } from './clock.ts';
import { channels } from './keys.ts';
import type { Cluster, Redis } from './redis.ts';
import type { Snowflake } from './snowflake.ts';

const lifetime = 5 * MINUTE; // product: a change bites soon even where its invalidation was lost
const capacity = 10_000; // guilds; beyond that the least used are loaded again

export interface SettingsCache<Settings> {
  /** The settings of these guilds; all that are missing are loaded with one call. */
  get(guilds: Iterable<Snowflake>): Promise<Map<Snowflake, Settings>>;
  /** Forgets a guild, or all of them; a load under way is repeated before anyone sees it. */
  forget(guild?: Snowflake): void;
}

/** Settings in the memory of one process. `load` answers for every guild asked, with defaults where none are stored. */
export function cacheSettings<Settings extends object>(
  load: (guilds: Snowflake[]) => Promise<Map<Snowflake, Settings>>,
): SettingsCache<Settings> {
  const cache = new LRUCache<Snowflake, Settings>({ max: capacity, ttl: lifetime });
  /** Counts what was forgotten, so that a load knows whether its answer is still worth keeping. */
  let forgotten = 0;

  async function fill(missing: Snowflake[]): Promise<Map<Snowflake, Settings>> {
    for (;;) {
      const before = forgotten;
      const loaded = await load(missing);
      if (before !== forgotten) continue;
      for (const [guild, settings] of loaded) cache.set(guild, settings);
      return loaded;
    }
  }

  return {
    async get(guilds) {
      const found = new Map<Snowflake, Settings>();
      const missing: Snowflake[] = [];
      for (const guild of new Set(guilds)) {
        const settings = cache.get(guild);
        if (settings) found.set(guild, settings);
        else missing.push(guild);
      }
      if (missing.length > 0) for (const [guild, settings] of await fill(missing)) found.set(guild, settings);
      return found;
    },
    forget(guild) {
      forgotten++;
      if (guild === undefined) cache.clear();
      else cache.delete(guild);
    },
  };
}

/** Tells every process that a feature's settings of a guild changed. Call it after the commit. */
export async function announceChange(
  redis: Redis | Cluster,
  feature: string,
  guild: Snowflake,
): Promise<void> {
  await redis.publish(channels.settings, `${feature}:${guild}`);
}

/**
 * Keeps caches true: forgets what other processes change, and everything whenever the subscription was lost, since
 * a change may have been missed. `subscriber` is a connection of its own.
 */
export async function followChanges(
  subscriber: Redis | Cluster,
  caches: Record<string, Pick<SettingsCache<object>, 'forget'>>,
): Promise<void> {
  subscriber.on('message', (_channel: string, message: string) => {
    const [feature = '', guild] = message.split(':');
    caches[feature]?.forget(guild);
  });
  const forgetAll = () => {
    for (const cache of Object.values(caches)) cache.forget();
  };
  subscriber.on('close', forgetAll);
  // what was loaded between the loss and the new subscription may be stale as well
  subscriber.on('ready', () => void subscriber.subscribe(channels.settings).then(forgetAll, () => {}));
  await subscriber.subscribe(channels.settings);
}
