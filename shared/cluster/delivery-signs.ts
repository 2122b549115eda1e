import { z } from 'zod';
import { MINUTE } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import type { Sign } from './alarms.ts';

const patience = 15 * MINUTE; // as the queue's own: of what is due, the queue holds little

const Late = z.object({ name: z.string(), guild: z.string().nullable(), minutes: z.coerce.number() });

/** Webhooks that answer and are told late all the same: more happens than they, or we, can take. The worst one. */
export async function findLateDeliveries({ db }: { db: Knex }, now: number): Promise<Sign[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(finding, {
    at: new Date(now),
    late: new Date(now - patience),
  });
  return z
    .array(Late)
    .parse(rows)
    .map(({ name, guild, minutes }): Sign => {
      const whose = guild === null ? 'of every guild' : `of guild ${guild}`;
      const text = `The webhook “${name}” ${whose} answers, but is told ${minutes} minutes late.`;
      return { kind: 'queue-lag', subject: 'webhook deliveries', text };
    });
}

/** From one webhook with something to be sent to the next, as the sender looks for it (shared/webhooks/due.ts). */
const finding = `
  WITH RECURSIVE waiting (id) AS (
    (SELECT webhook_id FROM webhook_deliveries WHERE state = 'wanted' ORDER BY webhook_id LIMIT 1)
    UNION ALL
    SELECT (SELECT webhook_id FROM webhook_deliveries WHERE state = 'wanted' AND webhook_id > w.id
      ORDER BY webhook_id LIMIT 1)
    FROM waiting w WHERE w.id IS NOT NULL)
  SELECT h.name, h.guild_id::text AS guild, floor(extract(epoch FROM CAST(:at AS timestamptz) - d.next_at) / 60) AS minutes
  FROM waiting JOIN webhooks h ON h.id = waiting.id AND h.enabled AND h.failures = 0 AND h.changed_at <= :late
  CROSS JOIN LATERAL (
    SELECT next_at FROM webhook_deliveries WHERE webhook_id = h.id AND state = 'wanted' AND next_at <= :late
    ORDER BY next_at LIMIT 1) d
  ORDER BY d.next_at LIMIT 1`;
