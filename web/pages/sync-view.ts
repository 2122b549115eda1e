import type { SyncRun } from '../../shared/sync/model.ts';
import { readProgress } from '../../shared/sync/progress.ts';
import { listRuns } from '../../shared/sync/runs.ts';
import type { Deps } from '../context.ts';

const runs = 20;

/** What `sync-runs.pug` shows: the runs, the latest first, and how far an open one is. */
export async function readSync({ db, redis, clock }: Pick<Deps, 'db' | 'redis' | 'clock'>, guild: string) {
  const [found, progress] = await Promise.all([
    listRuns({ db }, guild, runs),
    readProgress({ redis }, guild),
  ]);
  const open = found.find(({ state }) => state === 'queued' || state === 'running');
  return {
    runs: found.map(shown),
    open: open && {
      ...shown(open),
      progress: progress?.run === open.id ? pace(progress, clock()) : undefined,
    },
  };
}

const reasons: Record<SyncRun['reason'], string> = {
  join: 'The bot joined',
  return: 'Something changed while the bot was away',
  gap: 'The bot was away for a while',
  command: '/sync',
  panel: 'Panel',
  api: 'API',
};
const states: Record<SyncRun['state'], { text: string; tone: 'plain' | 'good' | 'warn' }> = {
  queued: { text: 'Waiting', tone: 'plain' },
  running: { text: 'Under way', tone: 'plain' },
  done: { text: 'Done', tone: 'good' },
  failed: { text: 'Failed', tone: 'warn' },
  abandoned: { text: 'Broken off', tone: 'plain' },
};

function shown(run: SyncRun) {
  const { finishedAt, askedAt } = run;
  const seconds =
    finishedAt && askedAt ? Math.max(0, (finishedAt.getTime() - askedAt.getTime()) / 1_000) : null;
  return { ...run.toJSON(), because: reasons[run.reason], end: states[run.state], seconds };
}

/** Members a second so far, and seconds left at that rate; nothing is said of them before the first chunk. */
function pace(progress: { done: number; chunks: number; members: number; startedAt: number }, now: number) {
  const seconds = Math.max(1, (now - progress.startedAt) / 1_000);
  const left = progress.chunks - progress.done;
  return {
    ...progress,
    rate: Math.round(progress.members / seconds),
    left: progress.done > 0 ? Math.ceil((seconds / progress.done) * left) : null,
  };
}
