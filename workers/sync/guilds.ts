import { announceRuns } from '../../shared/sync/runs.ts';
import { deactivateUnlisted } from '../../shared/sync/sightings.ts';
import { deactivateGuilds, saveGuilds } from '../../shared/sync/store.ts';
import type { SeenThreads } from '../../shared/sync/threads.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';
import { saveSeenThreads } from './threads.ts';

/**
 * Guilds as Discord shows them, with their roles, channels and threads. Rows take only what is newer, so order and repetition do
 * not matter. Where members are not known, or not all, a load of them is asked for in the same transaction.
 */
export async function saveSeenGuilds(
  { db, redis, log }: Pick<Context, 'db' | 'redis' | 'log'>,
  { events }: Batch<'GUILD_CREATE'> | Batch<'GUILD_UPDATE'>,
): Promise<void> {
  const runs = await saveGuilds(
    { db },
    events.map(({ d, at }) => ({ ...d, at })),
  );
  await announceRuns(redis, runs);
  const threads = events.flatMap(({ d, at }): SeenThreads[] =>
    d.threads ? [{ is: 'listed', guild: d.guild, at, channels: null, threads: d.threads }] : [],
  );
  await saveSeenThreads({ db, redis, log }, threads);
}

/** The bot was removed. An outage (`unavailable`) is not a removal. */
export async function leaveGuilds(
  { db }: Pick<Context, 'db'>,
  { events }: Batch<'GUILD_DELETE'>,
): Promise<void> {
  const left = events.filter(({ d }) => !d.unavailable).map(({ d, at }) => ({ guild: d.guild, at }));
  if (left.length > 0) await deactivateGuilds({ db }, left);
}

/** What a shard has as its session begins; guilds that are not there were left while nobody listened. */
export async function callRoll({ db }: Pick<Context, 'db'>, { events }: Batch<'READY'>): Promise<void> {
  for (const { d, at } of events) await deactivateUnlisted({ db }, { ...d, at });
}
