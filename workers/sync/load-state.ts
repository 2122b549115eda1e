import { SECOND } from '../../shared/core/clock.ts';
import type { Guild, SyncRun } from '../../shared/sync/model.ts';
import { type Progress, readProgress } from '../../shared/sync/progress.ts';
import { latestRun } from '../../shared/sync/runs.ts';
import type { Context } from '../context.ts';
import { type Pace, texts } from './texts.ts';

/** How a load stands, in words, and whether it is over. */
export interface LoadState {
  text: string;
  /** The same for as long as there is nothing new but the time. */
  mark: string;
  isOver: boolean;
}

/** Of the guild's latest load; undefined where there never was one. */
export async function readLoadState(
  { db, redis, clock }: Pick<Context, 'db' | 'redis' | 'clock'>,
  guild: Pick<Guild, 'id' | 'memberCount'>,
  locale: string | undefined,
): Promise<LoadState | undefined> {
  const [run, progress] = await Promise.all([latestRun({ db }, guild.id), readProgress({ redis }, guild.id)]);
  if (!run) return undefined;
  const words = texts(locale);
  const mine = progress?.run === run.id ? progress : undefined;
  const tell: Record<SyncRun['state'], () => string> = {
    queued: () => words.waiting,
    running: () =>
      mine ? words.running(paceOf(mine, guild.memberCount ?? undefined, clock())) : words.waiting,
    done: () => words.done({ members: run.members ?? 0, written: run.written, gone: run.gone ?? 0 }),
    failed: () => words.failed(run.why),
    abandoned: () => words.abandoned,
  };
  const mark = [run.id, run.state, mine?.attempt, mine?.done].join(' ');
  return { text: tell[run.state](), mark, isOver: !isOpen(run) };
}

export function isOpen({ state }: Pick<SyncRun, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** Chunks tell how far it is: how many members there are is only known about. */
export function paceOf(
  { chunks, done, members, startedAt }: Progress,
  total: number | undefined,
  now: number,
): Pace {
  const seconds = Math.max(1, (now - startedAt) / SECOND);
  const share = chunks > 0 ? done / chunks : 0;
  return {
    members,
    total,
    share,
    perSecond: Math.round(members / seconds),
    secondsLeft: share > 0 ? Math.ceil((seconds / share) * (1 - share)) : undefined,
  };
}
