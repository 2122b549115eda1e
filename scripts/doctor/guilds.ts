import { SECOND, systemClock } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { checkSetup } from '../../shared/setup/check.ts';
import { explain } from '../../shared/setup/words.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import { bad, good, type Line, note } from './line.ts';

const looked = 200; // the largest guilds: more would take longer than a person waits
const told = 10;
const fresh = 60 * SECOND; // heartbeats come every ten

/** How the shards do, as they last wrote down. */
export async function checkShards(db: Knex): Promise<Line[]> {
  const { rows } = await db.raw<{ rows: { shard: number; state: string; at: Date }[] }>(
    'SELECT DISTINCT ON (shard) shard, state, beat_at AS at FROM bot_statuses ORDER BY shard, beat_at DESC',
  );
  const living = rows.filter(({ at }) => at.getTime() > systemClock() - fresh);
  if (living.length === 0) return [note('Shards: none has reported within a minute.', 'npm start')];
  const lost = living.filter(({ state }) => state !== 'attached');
  const text = `Shards: ${living.length - lost.length} of ${living.length} connected.`;
  if (lost.length === 0) return [good(text)];
  const them = lost.map(({ shard, state }) => `${shard} is ${state}`).join(', ');
  return [note(`${text} ${them}.`, 'Run this again in a minute; else look at what the shards print.')];
}

/** The guilds in which something that is used does not work. */
export async function checkGuilds(db: Knex, applicationId: Snowflake | undefined): Promise<Line[]> {
  const guilds = await listGuilds({ db }, { order: '-members', limit: looked });
  if (guilds.length === 0) return [note('Guilds: none known yet.', 'Invite the bot with the link above.')];
  const broken: Line[] = [];
  for (const { id, name } of guilds) {
    const { findings } = await checkSetup({ db, clock: systemClock, applicationId }, id);
    const errors = findings.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (!first) continue;
    const { wrong, mend } = explain(first);
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more: /config check)` : '';
    broken.push(bad(`${name || 'Unnamed guild'} (${id}): ${wrong}${more}`, mend));
  }
  const which = guilds.length < looked ? `all ${guilds.length}` : `the ${looked} largest`;
  if (broken.length === 0) return [good(`Guilds: ${which} are set up well enough to work.`)];
  const count = `Guilds: of ${which}, ${broken.length} ${broken.length === 1 ? 'has' : 'have'} errors in the set-up.`;
  const rest = broken.length > told ? [note(`${broken.length - told} more guilds have errors.`)] : [];
  return [note(count), ...broken.slice(0, told), ...rest];
}
