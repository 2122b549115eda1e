import { HOUR, MINUTE } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

type Deps = { db: Knex };

const longer = 10 * MINUTE; // asked for past the end of the calm: what is left of a lockdown if the bot dies
const longest = 23 * HOUR; // Discord takes 24 ("Modify Guild Incident Actions")

/** Joins that came too fast, in their own time, and how long the guild is to be calm after the last of them. */
export interface Raid {
  guild: Snowflake;
  rule: string;
  since: Date;
  heldAt: Date;
  calmMs: number;
}

/** Begins a guild's lockdown, or prolongs it. What came before one was lifted begins none. */
export async function holdLockdown(
  { db }: Deps,
  { guild, rule, since, heldAt, calmMs }: Raid,
): Promise<void> {
  await db.raw(
    `INSERT INTO lockdowns AS l (guild_id, rule_id, since, held_at, calm_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (guild_id) DO UPDATE SET
       rule_id = CASE WHEN l.lifted_at IS NULL THEN l.rule_id ELSE excluded.rule_id END,
       since = CASE WHEN l.lifted_at IS NULL THEN l.since ELSE excluded.since END,
       asked_until = CASE WHEN l.lifted_at IS NULL THEN l.asked_until END,
       confirmed_until = CASE WHEN l.lifted_at IS NULL THEN l.confirmed_until END,
       answer = CASE WHEN l.lifted_at IS NULL THEN l.answer END,
       held_at = greatest(l.held_at, excluded.held_at), calm_ms = excluded.calm_ms, lifted_at = NULL
     WHERE l.lifted_at IS NULL OR excluded.held_at > l.held_at`,
    [guild, rule, since, heldAt, calmMs],
  );
}

interface Row {
  held_at: Date;
  calm_ms: number;
  asked_until: Date | null;
  confirmed_until: Date | null;
  lifted_at: Date | null;
}

/** What is to be done now: nothing, to ask Discord for a pause that ends then, or no more than to write down that it is over. */
type Step = { is: 'nothing' } | { is: 'ask'; until: Date } | { is: 'over' };

/**
 * Until when Discord is to be asked for a pause now, which is noted; not later than now: to end it. Undefined where nothing
 * is to be asked.
 */
export async function askLockdown({ db }: Deps, guild: Snowflake, now: number): Promise<Date | undefined> {
  const its = () => db('lockdowns').where({ guild_id: guild });
  const row: Row | undefined = await its().first();
  const step = stepOf(row, now);
  if (step.is === 'over') await its().update({ lifted_at: new Date(now) });
  if (step.is !== 'ask') return undefined;
  await its().update({ asked_until: step.until });
  return step.until;
}

function stepOf(row: Row | undefined, now: number): Step {
  if (!row || row.lifted_at) return { is: 'nothing' };
  const end = row.held_at.getTime() + row.calm_ms;
  if (end <= now) return row.asked_until ? { is: 'ask', until: new Date(now) } : { is: 'over' };
  const until = Math.min(end + longer, now + longest);
  if (row.confirmed_until && row.confirmed_until.getTime() > until - longer / 2) return { is: 'nothing' };
  return { is: 'ask', until: new Date(until) };
}

/**
 * Writes down how Discord answered. A lockdown is over once its end was asked for and joins did not come too fast again
 * meanwhile; one that Discord refuses is over at once, until they do.
 */
export async function settleLockdown(
  { db }: Deps,
  guild: Snowflake,
  { answer, now }: { answer: string | null; now: Date },
): Promise<void> {
  await db.raw(
    `UPDATE lockdowns SET answer = ?, confirmed_until = CASE WHEN ? THEN asked_until ELSE confirmed_until END,
       lifted_at = CASE WHEN ? OR (asked_until <= ? AND held_at + calm_ms * interval '1 millisecond' <= asked_until)
         THEN ?::timestamptz END
     WHERE guild_id = ? AND lifted_at IS NULL`,
    [answer, answer === null, answer !== null, now, now, guild],
  );
}

/** Guilds whose lockdown must be renewed or lifted, or was never confirmed. */
export async function findDueLockdowns({ db }: Deps, now: number, limit: number): Promise<Snowflake[]> {
  const { rows } = await db.raw<{ rows: (Row & { guild_id: Snowflake })[] }>(
    'SELECT * FROM lockdowns WHERE lifted_at IS NULL ORDER BY held_at LIMIT ?',
    [limit],
  );
  return rows.filter((row) => stepOf(row, now).is !== 'nothing').map(({ guild_id }) => guild_id);
}
