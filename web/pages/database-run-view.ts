import { SECOND } from '../../shared/core/clock.ts';
import type { MaintenanceKind } from '../../shared/maintenance/kinds.ts';
import { findRun } from '../../shared/maintenance/list.ts';
import type { MaintenanceRun } from '../../shared/maintenance/model.ts';
import { type Results, readResult } from '../../shared/maintenance/results.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import type { Deps } from '../context.ts';
import { foundBy } from './database-found.ts';
import { kindWords, stateWords } from './database-words.ts';
import { sizeInWords } from './file-words.ts';
import { nameGuilds } from './seen-guilds.ts';

/** How a list shows a run. */
export function viewRun(run: MaintenanceRun, guildNames: Readonly<Record<string, string>>) {
  const { id, kind, guildId, options, state, askedBy, askedAt, finishedAt } = run;
  const guild = guildId === '0' ? undefined : { id: guildId, name: guildNames[guildId] || guildId };
  return {
    ...{ id, kind, guild, askedBy, askedAt, finishedAt, table: options.table },
    href: `/admin/database/runs/${id}`,
    title: kindWords[kind].title,
    end: stateWords[state],
    isOpen: finishedAt === null,
    found: foundBy(run),
    took: tookOf(run),
  };
}

/** All that `database-run-state.pug` shows of a run; undefined where there is none. */
export async function readRun(deps: Pick<Deps, 'db' | 'clock'>, id: string) {
  const run = await findRun(deps, id);
  if (!run) return undefined;
  const { startedAt, error, claims } = run;
  const members = membersOf(run);
  const [guildNames, nameOf] = await Promise.all([
    nameGuilds(
      deps,
      [run.guildId, ...members.map(({ guild }) => guild)].filter((guild) => guild !== '0'),
    ),
    nameMembers(deps, members),
  ]);
  return {
    ...viewRun(run, guildNames),
    ...{ startedAt, error, claims, state: run.state, unit: kindWords[run.kind].unit },
    pace: paceOf(run, deps.clock()),
    members: members.map((member) => ({
      ...member,
      name: nameOf(member),
      guildName: guildNames[member.guild] || member.guild,
      href: `/admin/guilds/${member.guild}/members/${member.user}`,
    })),
    tables: tablesOf(run),
    orphans: resultOf('orphan-check', run)?.references,
    kept: keptBy(run),
    flushed: resultOf('cache-flush', run),
  };
}

function resultOf<K extends MaintenanceKind>(kind: K, run: MaintenanceRun): Results[K] | undefined {
  return run.kind === kind ? readResult(kind, run.result) : undefined;
}

function membersOf(run: MaintenanceRun) {
  const differing = resultOf('ledger-check', run)?.members.map((one) => ({ ...one, refused: false }));
  return differing ?? resultOf('recount', run)?.members ?? [];
}

function tablesOf(run: MaintenanceRun) {
  const done = resultOf('vacuum', run) ?? resultOf('analyze', run);
  return done?.slowest.map(({ table, ms, before, after }) => ({
    ...{ table, took: inSeconds(ms / SECOND), size: sizeInWords(after) },
    freed: before > after ? sizeInWords(before - after) : undefined,
  }));
}

function keptBy(run: MaintenanceRun) {
  const kept = resultOf('retention', run);
  return kept && { ...kept, deleted: Object.entries(kept.deleted).map(([table, rows]) => ({ table, rows })) };
}

/** What a second brings, and what is left at that pace: once a part of it is known. */
function paceOf({ state, done, total, startedAt, claims }: MaintenanceRun, now: number) {
  const [reached, all] = [Number(done), total === null ? null : Number(total)];
  const seconds = startedAt ? Math.max(1, (now - startedAt.getTime()) / SECOND) : 1;
  const rate = state === 'running' && claims === 1 ? Math.round(reached / seconds) : 0;
  const left = all !== null && rate > 0 && seconds > 3 ? Math.ceil((all - reached) / rate) : null;
  return { done: reached, total: all, rate, left };
}

function tookOf({ startedAt, finishedAt }: MaintenanceRun): string | undefined {
  if (!startedAt || !finishedAt) return undefined;
  return inSeconds(Math.max(0, (finishedAt.getTime() - startedAt.getTime()) / SECOND));
}

function inSeconds(seconds: number): string {
  return `${seconds.toLocaleString('en', { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`;
}
