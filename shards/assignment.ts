import { z } from 'zod';
import type { Config } from '../shared/core/config.ts';
import { AppError } from '../shared/core/errors.ts';

/** Which shard process this is: 0 up to SHARD_PROCESSES - 1. The ecosystem file numbers them. */
export function processIndex(
  given: string | undefined,
  { SHARD_PROCESSES }: Pick<Config, 'SHARD_PROCESSES'>,
): number {
  const parsed = z.coerce
    .number()
    .int()
    .min(0)
    .max(SHARD_PROCESSES - 1)
    .safeParse(given || 0);
  if (parsed.success) return parsed.data;
  throw new AppError('bad-config', {
    message: `The configuration is not usable:\n  SHARD_PROCESS: must be a number from 0 to ${SHARD_PROCESSES - 1} (SHARD_PROCESSES - 1).`,
  });
}

/** The shards of a process: every one in so many, beginning with its own number. */
export function assignShards(shards: number, { index, of }: { index: number; of: number }): number[] {
  return Array.from({ length: shards }, (_, shard) => shard).filter((shard) => shard % of === index);
}
