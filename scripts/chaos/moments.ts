import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../shared/core/clock.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { moderated } from './world.ts';

const patience = 30 * SECOND;

/** What moderators order takes Discord so long that one can come between it and its answer. */
export function slowDown(sandbox: Sandbox): void {
  sandbox.trouble.faultRest({ match: /\/(bans|members)\/\d+$/, rates: { slow: 1 }, slowMs: 400 });
}

/** When Discord just banned somebody, and did not answer yet. */
export async function amidBan(sandbox: Sandbox): Promise<void> {
  const before = sandbox.did({ is: 'ban' }).length;
  await sandbox.waitFor(() => sandbox.did({ is: 'ban' }).length > before, patience, 'a ban');
}

/** When a case was just opened, and whoever ordered it does not know yet. */
export async function amidCase(db: Knex): Promise<void> {
  const latest = async () => (await db('moderation_cases').max('id').first())?.max ?? 0;
  const before = await latest();
  const end = performance.now() + patience;
  while ((await latest()) === before && performance.now() < end) await sleep(5);
}

/** Until it is known who moderates where: before, moderators are asked to try again later. */
export async function awaitGuilds(db: Knex): Promise<void> {
  const known = async () => (await db('guild_roles').distinct('guild_id')).length;
  const end = performance.now() + patience;
  while ((await known()) < moderated.length && performance.now() < end) await sleep(100);
}

/** Until a heartbeat, ten seconds after the last, told of the session: of one that nobody knew none can be missed. */
export async function awaitSession(db: Knex): Promise<void> {
  const told = async () => await db('bot_statuses').whereNotNull('session_id').first('shard');
  const end = performance.now() + patience;
  while (!(await told()) && performance.now() < end) await sleep(100);
}
