import { z } from 'zod';
import { keys } from '../../shared/core/keys.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import type { Context } from '../context.ts';

export type SweepDeps = Pick<Context, 'db' | 'redis' | 'applicationId' | 'clock'> & {
  settings: Pick<Context['settings'], 'bytes'>;
  config?: Pick<Context['config'], 'RETENTION'>;
};

/** Queues what a step found before the step is over: for one that writes down what was queued. */
export type Ask = (planned: PlannedEffect[]) => Promise<void>;

/**
 * The next piece of a walk that goes over a whole table, again and again, a piece at a time: what each turn costs does not
 * grow with the table. Where it goes on is in Redis; lost there, it begins anew.
 */
export async function walk<Cursor, Found>(
  { redis }: Pick<SweepDeps, 'redis'>,
  name: string,
  find: (after: Cursor | undefined) => Promise<{ wishes: Found[]; next: Cursor | null }>,
): Promise<Found[]> {
  const stored = await redis.hget(keys.sweepCursors(), name);
  const after = stored === null ? undefined : (z.unknown().parse(JSON.parse(stored)) as Cursor); // only this walk writes it
  const { wishes, next } = await find(after);
  if (next === null) await redis.hdel(keys.sweepCursors(), name);
  else await redis.hset(keys.sweepCursors(), name, JSON.stringify(next));
  return wishes;
}
