import { isOfStatement } from '../../shared/db/knex.ts';
import { beatEvery, claimRun, releaseRun } from '../../shared/maintenance/claim.ts';
import { finishRun, guildOf } from '../../shared/maintenance/finish.ts';
import type { MaintenanceRun } from '../../shared/maintenance/model.ts';
import { beatRun, keepStep } from '../../shared/maintenance/progress.ts';
import type { Work, WorkDeps } from '../../shared/maintenance/work.ts';
import type { Context } from '../context.ts';
import { describeError } from '../runtime/fault.ts';
import { isOutside } from '../runtime/outside.ts';

type Deps = WorkDeps & Pick<Context, 'log'>;

/** `over`: nothing is left to do. `held`: another worker is at it. `stopped`: this one stops, and the next goes on. */
export type CarriedOut = 'over' | 'held' | 'stopped';

/**
 * Works on a run until it is over, whatever state an earlier worker left it in. Where Postgres or Redis is away it throws,
 * and may be asked again; what is wrong with the work itself, or takes it too long, fails the run.
 */
export async function carryOut(
  deps: Deps,
  works: Readonly<Record<string, Work>>,
  id: string,
  stopping: AbortSignal,
): Promise<CarriedOut> {
  const claim = await claimRun(deps, id);
  if (claim.is !== 'claimed') return claim.is;
  const { run } = claim;
  const lost = new AbortController();
  const beating = setInterval(() => {
    beatRun(deps, run).then(
      (mine) => mine || lost.abort(),
      (error: unknown) => deps.log.warn({ err: error, run: run.id }, 'a run of maintenance has no beat'),
    );
  }, beatEvery);
  const signal = AbortSignal.any([stopping, lost.signal]);
  try {
    return await goThrough(deps, works[run.kind], run, signal, stopping);
  } catch (error) {
    if (lost.signal.aborted) return 'over'; // cancelled, or somebody else's: it may well have broken off
    const passes = isOutside(error) && !isOfStatement(error);
    if (stopping.aborted || passes) await releaseRun(deps, run);
    if (stopping.aborted) return 'stopped';
    if (passes) throw error;
    deps.log.error({ err: error, run: run.id, kind: run.kind }, 'maintenance failed');
    await finishRun(deps, run, { is: 'failed', why: describeError(error) });
    return 'over';
  } finally {
    clearInterval(beating);
  }
}

async function goThrough(
  deps: Deps,
  work: Work | undefined,
  run: MaintenanceRun,
  signal: AbortSignal,
  stopping: AbortSignal,
): Promise<CarriedOut> {
  if (!work) throw new Error(`nobody knows how to do ${run.kind}`);
  const { id, options, done, cursor, result } = run;
  const guild = guildOf(run).guild ?? null;
  const order = { run: id, guild, table: options.table ?? null, done: Number(done), cursor, result, signal };
  for await (const step of work(deps, order)) {
    if (!(await keepStep(deps, run, step))) return 'over';
    if (!stopping.aborted) continue;
    await releaseRun(deps, run);
    return 'stopped';
  }
  await finishRun(deps, run, { is: 'done' });
  return 'over';
}
