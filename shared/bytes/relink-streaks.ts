import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import { noteReached, type Risen } from './reached-tiers.ts';
import { type Relinked, relink } from './relink.ts';

const batch = 2_000; // members looked at under one lock: some tens of milliseconds

const Key = z.object({ guild: z.string(), user: z.string() });
type Key = z.infer<typeof Key>;
const Open = Key.extend({ day: z.number() });
const Row = Key.extend({
  lastDay: z.number(),
  streak: z.number(),
  previousStreak: z.number(),
  freezesHeld: z.number(),
});
type Row = z.infer<typeof Row>;
const Days = z.object({ paid: z.array(z.number()), frozen: z.array(z.number()) });
const most = '9223372036854775807'; // of a bigint

/**
 * Relinks the streaks of the next members that an outage day had broken; `done` when none are left. Goes on where an
 * earlier call ended, or broke off; two at once take turns. No award is topped up, the tiers they reach are noted, and
 * Redis' copies stay right: they hold the last day and who paid it.
 */
export function relinkStreaks(
  { db, clock }: { db: Knex; clock: Clock },
  { members = batch } = {},
): Promise<{ relinked: number; done: boolean }> {
  return transact(db, async (trx) => {
    const open = await lockOpen(trx);
    const [first] = open;
    if (!first) return { relinked: 0, done: true };
    // days declared at different times are at different members: the one that is behind goes first, with those beside it
    const declared = open.filter(({ guild, user }) => guild === first.guild && user === first.user);
    const days = declared.map(({ day }) => day);
    const end = await findEnd(trx, first, members);
    const outages: number[] = await trx('outage_days').pluck('day');
    const rows = await lockRows(trx, first, end, Math.min(...days));
    const histories = await readHistories(trx, rows);
    const changed = rows.flatMap((row, i) => changeOf(row, histories[i], { outages, declared: days }) ?? []);
    await applyAll(trx, changed);
    const progress = end
      ? { relinked_guild: end.guild, relinked_user: end.user }
      : { relinked_at: trx.fn.now() };
    await trx('outage_days').whereIn('day', days).update(progress);
    const risen = changed.flatMap(risenIn);
    await noteReached(trx, risen, { clock, outages });
    return { relinked: risen.length, done: end === undefined && days.length === open.length };
  });
}

async function lockOpen(trx: Knex.Transaction): Promise<z.infer<typeof Open>[]> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT day, relinked_guild AS guild, relinked_user AS "user" FROM outage_days WHERE relinked_at IS NULL
     ORDER BY relinked_guild, relinked_user, day FOR UPDATE`,
  );
  return z.array(Open).parse(rows);
}

/** The last of the next so many members; undefined where fewer are left. */
async function findEnd(trx: Knex.Transaction, after: Key, members: number): Promise<Key | undefined> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT guild_id AS guild, user_id AS "user" FROM guild_members WHERE (guild_id, user_id) > (?, ?)
     ORDER BY guild_id, user_id OFFSET ? LIMIT 1`,
    [after.guild, after.user, members - 1],
  );
  return z.array(Key).parse(rows)[0];
}

/** Those who were active after the first of the days: a gap that is open still is judged when it ends. */
async function lockRows(
  trx: Knex.Transaction,
  after: Key,
  end: Key | undefined,
  day: number,
): Promise<Row[]> {
  const upTo = end ?? { guild: most, user: most };
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT guild_id AS guild, user_id AS "user", last_day AS "lastDay", streak,
       previous_streak AS "previousStreak", freezes_held AS "freezesHeld"
     FROM guild_members WHERE (guild_id, user_id) > (?, ?) AND (guild_id, user_id) <= (?, ?) AND last_day > ?
     ORDER BY guild_id, user_id FOR UPDATE`,
    [after.guild, after.user, upTo.guild, upTo.user, day],
  );
  return z.array(Row).parse(rows);
}

/** A statement of its own: it sees what was committed while the locks were waited for. In the order of the rows. */
async function readHistories(trx: Knex.Transaction, members: Key[]): Promise<z.infer<typeof Days>[]> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT
       ARRAY(SELECT day FROM bytes b WHERE b.guild_id = m.guild AND b.receiver_id = m.user AND b.kind = 'daily'
         ORDER BY day) AS paid,
       ARRAY(SELECT day FROM frozen_days f WHERE f.guild_id = m.guild AND f.user_id = m.user) AS frozen
     FROM jsonb_to_recordset(?::jsonb) AS m (nth integer, guild bigint, "user" bigint) ORDER BY nth`,
    [JSON.stringify(members.map(({ guild, user }, nth) => ({ nth, guild, user })))],
  );
  return z.array(Days).parse(rows);
}

interface Change {
  row: Row;
  now: Relinked;
  /** Of the streak as it is now. */
  firstDay: number;
}

/** Nothing where all stays, or where the ledger does not go as far as the row says. */
function changeOf(
  row: Row,
  days: z.infer<typeof Days> | undefined,
  all: Parameters<typeof relink>[1],
): Change | undefined {
  if (days?.paid.at(-1) !== row.lastDay || days === undefined) return undefined;
  const now = relink({ ...days, freezesHeld: row.freezesHeld }, all);
  const isSame = row.freezesHeld === now.freezesHeld && row.streak === now.streak;
  if (isSame && row.previousStreak === now.previousStreak) return undefined;
  return { row, now, firstDay: days.paid.at(-now.streak) ?? row.lastDay };
}

function risenIn({ row, now, firstDay }: Change): Risen[] {
  if (now.streak <= row.streak) return [];
  const { guild, user, lastDay } = row;
  return [{ guild, user, from: row.streak, to: now.streak, firstDay, lastDay, freezesHeld: now.freezesHeld }];
}

async function applyAll(trx: Knex.Transaction, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  const keys = changes.map(({ row: { guild, user }, now }) => ({ guild, user, ...now }));
  const frozen = keys.flatMap(({ guild, user, frozen }) => frozen.map((day) => ({ guild, user, day })));
  await trx.raw(
    `UPDATE guild_members m SET streak = c.streak, freezes = c.freezes, previous_streak = c."previousStreak",
       previous_freezes = c."previousFreezes", freezes_held = c."freezesHeld", version = m.version + 1
     FROM jsonb_to_recordset(?::jsonb) AS c (guild bigint, "user" bigint, streak integer, freezes integer,
       "previousStreak" integer, "previousFreezes" integer, "freezesHeld" integer)
     WHERE m.guild_id = c.guild AND m.user_id = c."user"`,
    [JSON.stringify(keys)],
  );
  await trx.raw(
    `DELETE FROM frozen_days f USING jsonb_to_recordset(?::jsonb) AS c (guild bigint, "user" bigint)
     WHERE f.guild_id = c.guild AND f.user_id = c."user"`,
    [JSON.stringify(keys)],
  );
  await trx.raw(
    `INSERT INTO frozen_days SELECT * FROM jsonb_to_recordset(?::jsonb) AS c (guild bigint, "user" bigint, day integer)`,
    [JSON.stringify(frozen)],
  );
}
