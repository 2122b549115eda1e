import { burstsOf, followBursts, tellBursts } from './burst-findings.ts';
import { compareCases } from './case-findings.ts';
import { deedsOf } from './cases.ts';
import { everybody } from './cast.ts';
import { type Finding, finding } from './finding.ts';
import { compare } from './findings.ts';
import { gapsOf } from './gap-findings.ts';
import type { Load } from './load.ts';
import type { Moderation } from './moderation.ts';
import type { Victim } from './process.ts';
import type { Gap } from './sessions.ts';
import type { Spam } from './spam.ts';
import type { Played, Stage } from './stage.ts';
import { type Held, heldOf, tellHeld } from './steady.ts';
import { printFindings } from './table.ts';
import { followTraces } from './trace-findings.ts';
import type { Transfers } from './transfers.ts';
import type { Visits } from './visits.ts';
import { viewsOf } from './web-findings.ts';

/** What a run leaves to compare. */
interface Outcome {
  load: Load;
  moderation: Moderation;
  spam: Spam;
  transfers: Transfers;
  visits: Visits;
  played: Played;
  gaps: Gap[];
  holding: Held[];
  drained: Finding;
}

/** Compares everything, when every process has left, and tells of it; whether no promise was broken. */
export async function judge(stage: Omit<Stage, 'chance'>, outcome: Outcome): Promise<boolean> {
  const { db, sandbox, say } = stage;
  const { load, moderation, spam, transfers, visits, played, gaps, holding, drained } = outcome;
  const written = [...load.messages, ...spam.bursts.flat()];
  const sessions = await gapsOf(stage, played);
  const heard = await followTraces(stage, written, { gaps, played, isTold: sessions.more > 0 });
  const money = await compare(
    stage,
    { ...load, messages: heard.messages },
    { asked: transfers.asked, played },
  );
  const views = await viewsOf(stage, visits, played);
  const scene = { db, sandbox, deeds: deedsOf(sandbox), played };
  const bursts = await followBursts(scene, spam.bursts, heard.messages);
  const cases = await compareCases({ db, sandbox, moderation, played });
  const findings = [
    heard.finding,
    ...sessions.findings,
    ...money.findings,
    views.finding,
    ...burstsOf(bursts),
    ...cases.findings,
    drained,
    stopsOf(played),
    fallen(everybody(stage)),
    heldOf(holding),
  ];
  say('');
  const isGood = printFindings(findings, say);
  say('');
  const stories = [heard.story, sessions.story, money.story, views.story, tellBursts(bursts), cases.story];
  for (const line of [...stories, ...tellHeld(holding)]) say(line);
  say(isGood ? 'No promise was broken.' : 'Broken.');
  return isGood;
}

function stopsOf({ stops }: Played): Finding {
  const faults = stops.filter(({ code }) => code !== 0).map(({ name, code }) => `${name} ended with ${code}`);
  return finding('every process stops in good order', stops, faults);
}

function fallen(victims: Victim[]): Finding {
  const falls = victims.flatMap(({ falls }) => falls);
  return finding('no process ends by itself', victims, falls);
}
