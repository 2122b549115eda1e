import type { Knex } from '../../shared/db/knex.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { endsOf, followEnds, tellEnds } from './case-ends.ts';
import { logOf, readLog, tellLog } from './case-log.ts';
import { followOrders, ordersOf, tellOrders } from './case-orders.ts';
import { standingOf } from './case-standing.ts';
import { type Case, type Deeds, deedsOf, isWaiting, nameCase, readCases } from './cases.ts';
import { type Finding, finding } from './finding.ts';
import type { Moderation } from './moderation.ts';
import type { Played } from './stage.ts';
import { moderated } from './world.ts';

const noBan = 'There was no ban.';

interface Scene {
  db: Knex;
  sandbox: Sandbox;
  moderation: Moderation;
  played: Played;
}

/** Compares cases with what truly happened to their members. */
export async function compareCases({
  db,
  sandbox,
  moderation,
  played,
}: Scene): Promise<{ findings: Finding[]; story: string }> {
  const cases = await readCases(db);
  const deeds = deedsOf(sandbox);
  const followed = followOrders(sandbox, cases, moderation);
  const ends = followEnds(cases, deeds, played);
  const log = readLog(sandbox, played);
  const findings = [
    ordersOf(followed, cases),
    numbersOf(cases),
    finding('no case waits or failed', cases, cases.flatMap(unsettled)),
    finding(
      'every case is carried out once',
      cases,
      cases.flatMap((one) => carriedOut(one, deeds)),
    ),
    endsOf(ends),
    standingOf(sandbox, cases),
    await warningsOf(db, cases),
    logOf(log),
  ];
  return { findings, story: [tellOrders(followed), tellEnds(ends), tellLog(log)].join(' ') };
}

function numbersOf(cases: Case[]): Finding {
  const faults = moderated.flatMap((guild) =>
    cases
      .filter(({ guild_id }) => guild_id === guild)
      .flatMap((one, at) => (one.number === at + 1 ? [] : [`${nameCase(one)} is the ${at + 1}th`])),
  );
  return finding('numbers of cases have no gaps', cases, faults);
}

function unsettled(one: Case): string[] {
  const isFailed = one.effect === 'failed' || one.lift === 'failed';
  if (!isWaiting(one) && !isFailed) return [];
  return [`${nameCase(one)}: ${one.effect}, lift ${one.lift}, ${one.answer}`];
}

/** In this load there is one case of a kind for a member. Warnings are not for Discord to do. */
function carriedOut(one: Case, deeds: Deeds): string[] {
  const times = deeds(one.kind, one).length;
  const isDone = one.effect === 'done' && one.answer !== noBan;
  const isFine = isDone ? times === 1 : times <= 1;
  return isFine ? [] : [`${nameCase(one)} is ${one.effect} and happened ${times} times`];
}

async function warningsOf(db: Knex, cases: Case[]): Promise<Finding> {
  const given: string[] = await db('user_warnings').pluck('case_id');
  const due = cases.filter(({ kind }) => kind === 'warn');
  const missing = due.filter(({ id }) => !given.includes(id)).map((one) => `${nameCase(one)} gave none`);
  const undue = given.length - due.length + missing.length;
  return finding('every warning counts once', due, [
    ...missing,
    ...(undue > 0 ? [`${undue} warnings without a case`] : []),
  ]);
}
