import { MINUTE } from '../../shared/core/clock.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import type { SweepDeps } from './walk.ts';

/** Makes and drops partitions once an hour. That one turn is missed does no harm: they are made two days ahead. */
export async function renewPartitions({ db, clock, config }: SweepDeps): Promise<[]> {
  const minute = Math.floor(clock() / MINUTE) % 60;
  if (minute === 7) await keepPartitions(db, clock(), config?.RETENTION); // any one of them
  return [];
}
