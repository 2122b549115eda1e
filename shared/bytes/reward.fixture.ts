import type { Redis } from '../core/redis.ts';
import { announceChange } from '../core/settings.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { addReward, changeReward, findReward, type Reward } from './rewards.ts';

const by = { actor: { kind: 'system', name: 'test' } } as const;

/** Adds a role reward, or moves its threshold, as staff do, whatever it was. */
export async function setReward(
  { db, redis }: { db: Knex; redis: Redis },
  guild: Snowflake,
  { role, threshold }: Reward,
): Promise<void> {
  const known = await findReward({ db }, guild, role);
  if (!known) await addReward({ db }, guild, { role, threshold, name: role }, by);
  else await changeReward({ db }, guild, { role, name: role, from: known.threshold, to: threshold }, by);
  await announceChange(redis, 'bytes', guild);
}
