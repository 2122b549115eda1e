import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { silent } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { dayOf } from '../core/time-zone.ts';
import type { Knex } from '../db/knex.ts';
import { currentStreak, tierAt } from './rules.ts';
import { loadBytesSettings } from './store.ts';

/** A streak that a declared outage day has mended. */
export interface Risen {
  guild: Snowflake;
  user: Snowflake;
  /** The streak before and after. */
  from: number;
  to: number;
  firstDay: number;
  lastDay: number;
  freezesHeld: number;
}

const Row = z.object({
  id: z.string(),
  guild: z.string(),
  user: z.string(),
  /** Where the member's last award was paid. */
  channel: z.string(),
  label: z.string(),
  streak: z.number(),
});
/** A tier that a streak reached without a message. `id` is that of the operation: the same tier in the same streak. */
export type ReachedTier = z.infer<typeof Row>;

/**
 * Notes the tiers that these streaks reach for the first time, in the transaction that mends them. What an award of the
 * same streak has announced, or an earlier note, is not noted again; nor what a streak that has ended since had reached.
 */
export async function noteReached(
  trx: Knex.Transaction,
  risen: readonly Risen[],
  { clock, outages }: { clock: Clock; outages: readonly number[] },
): Promise<void> {
  if (risen.length === 0) return;
  const guilds = [...new Set(risen.map(({ guild }) => guild))];
  const settings = await loadBytesSettings({ db: trx, log: silent }, guilds); // awards log what cannot be read
  const reached = risen.flatMap(({ from, to, ...member }) => {
    const config = settings.get(member.guild)?.config;
    const tier = config && tierAt(config, to);
    if (!config || !tier || tier.days <= from) return [];
    const today = dayOf(config.timeZone, clock());
    return currentStreak({ ...member, streak: to }, today, outages) > 0
      ? [{ ...member, streak: to, label: tier.label, days: tier.days }]
      : [];
  });
  if (reached.length === 0) return;
  await trx.raw(
    `INSERT INTO operations (id, kind, guild_id, user_id, outcome)
     SELECT concat_ws(':', 'streak', r.guild, r."user", r."firstDay", r.days), 'tier-reached', r.guild, r."user",
       jsonb_build_object('channel', b.channel_id::text, 'label', r.label, 'streak', r.streak, 'told', false)
     FROM jsonb_to_recordset(?::jsonb) AS r (guild bigint, "user" bigint, "firstDay" integer, "lastDay" integer,
         days integer, label text, streak integer)
       JOIN guilds g ON g.id = r.guild JOIN guild_members m ON m.guild_id = r.guild AND m.user_id = r."user"
       JOIN bytes b ON b.guild_id = r.guild AND b.receiver_id = r."user" AND b.kind = 'daily' AND b.day = r."lastDay"
     WHERE g.active AND m.active AND b.channel_id IS NOT NULL AND NOT EXISTS (SELECT FROM bytes t
       WHERE t.guild_id = r.guild AND t.receiver_id = r."user" AND t.kind = 'daily' AND t.day >= r."firstDay"
         AND t.tier = r.label)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(reached)],
  );
}

/** Those that nobody was told of, the oldest first, for a day: later it would only puzzle. */
export async function findReached({ db }: { db: Knex }, limit: number): Promise<ReachedTier[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT id, guild_id AS guild, user_id AS "user", outcome->>'channel' AS channel, outcome->>'label' AS label,
       (outcome->>'streak')::integer AS streak
     FROM operations
     WHERE kind = 'tier-reached' AND outcome->'told' = 'false' AND created_at > now() - interval '1 day'
     ORDER BY created_at LIMIT ?`,
    [limit],
  );
  return z.array(Row).parse(rows);
}

export async function markTold({ db }: { db: Knex }, ids: readonly string[]): Promise<void> {
  await db.raw(`UPDATE operations SET outcome = outcome || '{"told": true}' WHERE id = ANY(?::text[])`, [
    [...ids],
  ]);
}
