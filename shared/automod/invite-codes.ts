import { LRUCache } from 'lru-cache';
import { HOUR, MINUTE } from '../core/clock.ts';
import { keys } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';

/** Where an invite leads: to a guild, or nowhere that Discord knows. */
export type InviteTarget = Snowflake | 'none';
export type InviteTargets = ReadonlyMap<string, InviteTarget>;

const kept = HOUR; // invites are not moved; one that expires was foreign before
const inMemory = { max: 10_000, ttl: 10 * MINUTE };

/** What is known of these codes; those not yet looked up are left out. One request. */
export async function readInvites(redis: Redis | Cluster, codes: readonly string[]): Promise<InviteTargets> {
  if (codes.length === 0) return new Map();
  const found = await redis.mget(codes.map(keys.invite));
  return new Map(
    codes.flatMap((code, index) => {
      const target = found[index];
      return target ? [[code, target] as const] : [];
    }),
  );
}

export async function saveInvite(redis: Redis | Cluster, code: string, target: InviteTarget): Promise<void> {
  await redis.set(keys.invite(code), target, 'PX', kept);
}

/** The same for a process that asks often: what it has seen it does not ask for again. */
export function rememberInvites(redis: Redis | Cluster): {
  read(codes: Iterable<string>): Promise<InviteTargets>;
} {
  const known = new LRUCache<string, InviteTarget>(inMemory);
  return {
    async read(codes) {
      const all = [...new Set(codes)];
      const targets = new Map(
        all.flatMap((code) => {
          const target = known.get(code);
          return target ? [[code, target] as const] : [];
        }),
      );
      const asked = await readInvites(
        redis,
        all.filter((code) => !targets.has(code)),
      );
      for (const [code, target] of asked) {
        known.set(code, target);
        targets.set(code, target);
      }
      return targets;
    },
  };
}
