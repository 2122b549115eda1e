import { LRUCache } from 'lru-cache';
import { MINUTE, SECOND } from './clock.ts';
import { channels } from './keys.ts';
import type { Cluster, Redis } from './redis.ts';
import type { Snowflake } from './snowflake.ts';

const lifetime = 5 * MINUTE; // product: a change bites soon even where its invalidation was lost
const unheard = SECOND; // product: a change bites within a second; for so long settings stay while nobody tells of changes
const mostLoads = 5; // of a guild that changes faster than it loads: the last is shown, not kept
const capacity = 10_000; // guilds; beyond that the least used are loaded again

export interface SettingsCache<Settings> {
  /**
   * The settings of these guilds, where they can be read; all that are missing are loaded with one call, but for those that
   * are being loaded already.
   */
  get(guilds: Iterable<Snowflake>): Promise<Map<Snowflake, Settings>>;
  /** Forgets a guild, or all of them; where a load of it is under way, it is repeated before anyone sees it. */
  forget(guild?: Snowflake): void;
}

/**
 * Settings in the memory of one process. `load` answers for every guild asked, with defaults where none are stored;
 * a guild whose settings cannot be read is left out, and not asked for again until it changes or a lifetime passed.
 */
export function cacheSettings<Settings extends object>(
  load: (guilds: Snowflake[]) => Promise<Map<Snowflake, Settings>>,
): SettingsCache<Settings> {
  const cache = new LRUCache<Snowflake, { settings: Settings | undefined }>({ max: capacity, ttl: lifetime });
  /** For each load under way, the guilds that were forgotten since it began; undefined stands for all. */
  const loads = new Set<Set<Snowflake | undefined>>();
  const filling = new Map<Snowflake, Promise<Map<Snowflake, Settings>>>();

  async function fill(missing: Snowflake[]): Promise<Map<Snowflake, Settings>> {
    const filled = new Map<Snowflake, Settings>();
    for (let wanted = missing, nth = 1; wanted.length > 0; nth++) {
      const forgotten = new Set<Snowflake | undefined>();
      loads.add(forgotten);
      const loaded = await load(wanted).finally(() => loads.delete(forgotten));
      const isStale = (guild: Snowflake) => forgotten.has(undefined) || forgotten.has(guild);
      const isRepeated = (guild: Snowflake) => isStale(guild) && nth < mostLoads;
      for (const guild of wanted) {
        const settings = loaded.get(guild);
        if (isRepeated(guild)) continue;
        if (!isStale(guild)) cache.set(guild, { settings });
        filling.delete(guild);
        if (settings) filled.set(guild, settings);
      }
      wanted = wanted.filter(isRepeated);
    }
    return filled;
  }

  function beginToFill(missing: Snowflake[]): void {
    if (missing.length === 0) return;
    const filled = fill(missing).finally(() => {
      for (const guild of missing) if (filling.get(guild) === filled) filling.delete(guild);
    });
    for (const guild of missing) filling.set(guild, filled);
  }

  return {
    async get(guilds) {
      const found = new Map<Snowflake, Settings>();
      const missing: Snowflake[] = [];
      for (const guild of new Set(guilds)) {
        const known = cache.get(guild);
        if (known?.settings) found.set(guild, known.settings);
        else if (!known) missing.push(guild);
      }
      beginToFill(missing.filter((guild) => !filling.has(guild)));
      const fills = await Promise.all(missing.map((guild) => filling.get(guild)));
      missing.forEach((guild, nth) => {
        const settings = fills[nth]?.get(guild);
        if (settings) found.set(guild, settings);
      });
      return found;
    },
    forget(guild) {
      for (const forgotten of loads) forgotten.add(guild);
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
 * Keeps caches true: forgets what other processes change, and everything when the subscription is lost and each second until
 * there is one again, since a change may be missed. `subscriber` is a connection of its own (`openSubscriber`).
 */
export async function followChanges(
  subscriber: Redis,
  caches: Record<string, Pick<SettingsCache<object>, 'forget'>>,
): Promise<void> {
  subscriber.on('message', (_channel: string, message: string) => {
    const [feature = '', guild] = message.split(':');
    caches[feature]?.forget(guild);
  });
  const forgetAll = () => {
    for (const cache of Object.values(caches)) cache.forget();
  };
  let forgetting: NodeJS.Timeout | undefined;
  subscriber.on('close', () => {
    forgetAll();
    clearInterval(forgetting);
    forgetting = setInterval(forgetAll, unheard).unref();
  });
  const hear = () => {
    clearInterval(forgetting);
    forgetAll();
  };
  subscriber.on('ready', () => void subscriber.subscribe(channels.settings).then(hear, () => {}));
  subscriber.on('end', () => clearInterval(forgetting)); // it was closed on purpose
  await subscriber.subscribe(channels.settings);
}
