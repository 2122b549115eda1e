import { z } from 'zod';
import { DAY, MINUTE } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { WebhookDelivery } from './model.ts';
import { exhaustedAfter } from './waits.ts';

const Due = z.object({ id: z.string(), attempts: z.number() });
export type Due = z.infer<typeof Due>;

/**
 * Of a webhook, queued or under way at once, and so about as many a second where it answers within one. Below half of
 * what is sent at once (workers/webhooks/run.ts): one that only seems healthy must not hold up all others. Whoever failed
 * last gets fewer, and whoever did not answer of late is asked one thing at a time.
 */
const atOnce = { healthy: 60, failing: 20 };
const lease = MINUTE; // an attempt takes ten seconds at most; where its worker is killed, the next begins after that

/**
 * What is to be sent at that time (milliseconds since 1970) and is not under way, by each webhook a little.
 * Webhooks with nothing to be sent cost nothing: the index is walked from one that has to the next.
 */
export async function findDue({ db }: { db: Knex }, now: number): Promise<Due[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(finding, { at: new Date(now) });
  return z.array(Due).parse(rows);
}

const finding = `
  WITH RECURSIVE waiting (id) AS (
    (SELECT webhook_id FROM webhook_deliveries WHERE state = 'wanted' ORDER BY webhook_id LIMIT 1)
    UNION ALL
    SELECT (SELECT webhook_id FROM webhook_deliveries WHERE state = 'wanted' AND webhook_id > w.id
      ORDER BY webhook_id LIMIT 1)
    FROM waiting w WHERE w.id IS NOT NULL)
  SELECT d.id, d.attempts FROM waiting
  JOIN webhooks h ON h.id = waiting.id AND h.enabled AND (h.rests_until IS NULL OR h.rests_until <= :at)
  CROSS JOIN LATERAL (
    SELECT id, attempts FROM webhook_deliveries
    WHERE webhook_id = h.id AND state = 'wanted' AND next_at <= :at AND (leased_until IS NULL OR leased_until <= :at)
    ORDER BY next_at LIMIT greatest(0,
      CASE WHEN h.failures = 0 THEN ${atOnce.healthy} WHEN h.failures < ${exhaustedAfter} THEN ${atOnce.failing} ELSE 1 END
      - (SELECT count(*) FROM webhook_deliveries WHERE webhook_id = h.id AND state = 'wanted' AND leased_until > :at))) d`;

/** Keeps what is about to be queued from being queued once more until its attempt is over, or nobody can be at it. */
export async function leaseDue({ db }: { db: Knex }, due: readonly Due[], now: number): Promise<void> {
  await db('webhook_deliveries')
    .whereIn(
      'id',
      due.map(({ id }) => id),
    )
    .where('state', 'wanted')
    .update({ leased_until: new Date(now + lease) });
}

const patience = 2 * DAY; // for what is not tried to the end: its webhook is switched off, or answers nothing
const mostGivenUp = 1_000;

/** Gives up on what nobody took for too long; so much at once. */
export function giveUpOld({ db }: { db: Knex }, now: number): Promise<WebhookDelivery[]> {
  const old = `SELECT id FROM webhook_deliveries WHERE state = 'wanted' AND wanted_at < :before
    ORDER BY wanted_at LIMIT ${mostGivenUp} FOR UPDATE SKIP LOCKED`;
  const why = 'It was not sent within two days.';
  return end(db, old, { at: new Date(now), before: new Date(now - patience), why });
}

/** Gives up on what webhooks were to be told that were switched off because they never answered; so much at once. */
export function giveUpUnanswered({ db }: { db: Knex }, now: number): Promise<WebhookDelivery[]> {
  const unanswered = `SELECT d.id FROM webhooks h CROSS JOIN LATERAL (
      SELECT id FROM webhook_deliveries WHERE webhook_id = h.id AND state = 'wanted'
      ORDER BY next_at LIMIT ${mostGivenUp} FOR UPDATE SKIP LOCKED) d
    WHERE NOT h.enabled AND h.failing_since IS NOT NULL LIMIT ${mostGivenUp}`;
  return end(db, unanswered, { at: new Date(now), why: 'The webhook was switched off: it did not answer.' });
}

async function end(
  db: Knex,
  which: string,
  values: { at: Date; before?: Date; why: string },
): Promise<WebhookDelivery[]> {
  const { rows } = await db.raw<{ rows: object[] }>(
    `UPDATE webhook_deliveries SET state = 'failed', answer = coalesce(answer, :why), changed_at = :at,
       leased_until = NULL
     WHERE id = ANY(ARRAY(${which})) RETURNING *`,
    values,
  );
  return rows.map((row) => WebhookDelivery.fromDatabaseJson(row));
}
