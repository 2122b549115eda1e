import { tellProcesses } from '../../shared/core/announcement.ts';
import { type SeenThreads, saveThreads } from '../../shared/sync/threads.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'log'>;

/** Threads that were opened, archived or otherwise changed. Order and repetition do not matter. */
export async function saveThread(
  deps: Deps,
  { events }: Batch<'THREAD_CREATE'> | Batch<'THREAD_UPDATE'>,
): Promise<void> {
  await saveSeenThreads(
    deps,
    events.map(({ d, at }) => ({ is: 'here', guild: d.guild, at, thread: d.thread })),
  );
}

export async function dropThread(deps: Deps, { events }: Batch<'THREAD_DELETE'>): Promise<void> {
  await saveSeenThreads(
    deps,
    events.map(({ d, at }) => ({ is: 'gone', guild: d.guild, at, id: d.thread })),
  );
}

/** What is open in channels that the bot has come to see. */
export async function listThreads(deps: Deps, { events }: Batch<'THREAD_LIST_SYNC'>): Promise<void> {
  await saveSeenThreads(
    deps,
    events.map(({ d, at }) => ({
      is: 'listed',
      guild: d.guild,
      at,
      channels: d.channels,
      threads: d.threads,
    })),
  );
}

/** Saves them, and has the processes that judge messages there look again. */
export async function saveSeenThreads(deps: Deps, seen: SeenThreads[]): Promise<void> {
  for (const guild of await saveThreads(deps.db, seen)) await tellProcesses(deps, 'automod', guild);
}
