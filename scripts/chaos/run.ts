import { SECOND } from '../../shared/core/clock.ts';
import { chanceOf } from '../../shared/testing/economy/chance.ts';
import { openClient } from '../../web/client/index.ts';
import { awaitCases } from './cases.ts';
import { everybody } from './cast.ts';
import { drain } from './findings.ts';
import { judge } from './judge.ts';
import { startLoad } from './load.ts';
import { startModerating } from './moderation.ts';
import { awaitGuilds, awaitSession, slowDown } from './moments.ts';
import { prepare } from './prepare.ts';
import { play, type Script } from './script.ts';
import { watchSessions } from './sessions.ts';
import { startSpamming } from './spam.ts';
import type { Played, Stage } from './stage.ts';
import { watchHeld } from './steady.ts';
import { startTransfers } from './transfers.ts';
import { startVisiting } from './visits.ts';

const rates = { messagesPerSecond: 15, sendsPerSecond: 4 };
const ordersPerSecond = 2; // of moderators
const transfersPerSecond = 2; // through the API
const viewsPerSecond = 5;
const patience = 90 * SECOND; // for what waits after the trouble: back-off ends at 15 s, and Discord takes 50 requests a second

/** Everything that is there before the first message. */
export interface Ground extends Omit<Stage, 'chance'> {
  /** Of web. */
  origin: string;
}

/** Load and trouble, and what is left at the end; whether every promise was kept. */
export async function run(ground: Ground, { seed, ...script }: Script & { seed: number }): Promise<boolean> {
  const { sandbox, db, redis, grounds, shard, worker, effects, web, origin, say } = ground;
  const key = await prepare(sandbox, db, grounds.databaseUrl);
  const gaps = watchSessions(sandbox);
  await Promise.all([worker.start(), effects.start(), web.start()]);
  await shard.start();
  await sandbox.waitFor(() => sandbox.sessions.open.length === 1, 30 * SECOND, 'a session');
  await awaitGuilds(db);
  await awaitSession(db);
  const held = watchHeld(everybody(ground));
  say(`The load begins (seed ${seed}): ${told()} a second.`);
  slowDown(sandbox);
  const load = startLoad(sandbox, chanceOf(seed), rates);
  const moderation = startModerating(sandbox, chanceOf(seed + 1), ordersPerSecond);
  const spam = startSpamming(sandbox);
  const client = openClient({ origin, key, timeout: 10 * SECOND, repeats: 6 });
  const transfers = startTransfers(client, chanceOf(seed + 2), load, transfersPerSecond);
  const visits = startVisiting(origin, viewsPerSecond);

  const played = await play({ ...ground, chance: chanceOf(seed + 3) }, script);
  load.stop();
  moderation.stop();
  spam.stop();
  say(`The load ends after ${played.troubles.length} troubles. Waiting for what is left …`);
  await Promise.all([transfers.stop(), visits.stop()]);
  await drain(redis, patience); // what waits opens cases as well
  await awaitCases(db, patience);
  const drained = await drain(redis, patience);
  const holding = held.end();
  await leave(ground, played);
  return judge(ground, { load, moderation, spam, transfers, visits, played, gaps, holding, drained });
}

/** The planned stop at the end. */
async function leave(ground: Ground, { stops }: Played): Promise<void> {
  for (const each of everybody(ground)) stops.push({ name: each.name, code: await each.stop() });
}

function told(): string {
  return [
    `${rates.messagesPerSecond} messages, ${rates.sendsPerSecond} transfers, ${ordersPerSecond} orders of moderators,`,
    `${transfersPerSecond} transfers through the API and ${viewsPerSecond} page views`,
  ].join(' ');
}
