import { z } from 'zod';
import { DAY } from '../core/clock.ts';
import { keys } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import { script } from '../core/script.ts';
import type { Snowflake } from '../core/snowflake.ts';

const lifetime = DAY;

const Progress = z.object({
  run: z.string(),
  attempt: z.coerce.number(),
  chunks: z.coerce.number(),
  done: z.coerce.number(),
  members: z.coerce.number(),
  /** When the members were asked for, milliseconds since 1970. */
  startedAt: z.coerce.number(),
  finished: z.stringbool(),
});
/** How far the latest load of a guild's members is: chunks in all and done, and members in those that are done. */
export type Progress = z.infer<typeof Progress>;

const advance = script<(number | string)[], number>(new URL('./lua/advance.lua', import.meta.url), (raw) =>
  z.number().parse(raw),
);

/** Never goes back, in whatever order workers tell. */
export async function noteProgress(
  redis: Redis | Cluster,
  guild: Snowflake,
  { run, attempt, chunks, done, members, startedAt, finished }: Progress,
): Promise<void> {
  const told = [run, attempt, chunks, done, members, startedAt, finished ? 1 : 0];
  await advance(redis, [keys.syncProgress(guild)], [lifetime, ...told]);
}

/** Undefined where no load of a guild's members has begun lately, or Redis forgot it. */
export async function readProgress(
  { redis }: { redis: Redis | Cluster },
  guild: Snowflake,
): Promise<Progress | undefined> {
  const stored = await redis.hgetall(keys.syncProgress(guild));
  return Progress.safeParse(stored).data;
}
