import { HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { sealSecret } from '../../shared/webhooks/secret.ts';

export interface DemoWebhook {
  webhookId: string;
  deliveryId: string;
}

interface Seed {
  /** Null: of every guild. */
  guild: Snowflake | null;
  /** Of whom it is told. */
  about: { guild: Snowflake; user: Snowflake };
  now: number;
  text: (plain: string) => string;
}

/** Webhooks of a guild, or of all, with what one of them was told. */
export async function seedWebhooks(db: Knex, { guild, about, now, text }: Seed): Promise<DemoWebhook> {
  const hook = (name: string, url: string, events: string[], rest: Record<string, unknown> = {}) => ({
    ...{ guild_id: guild, url, events, created_by: text('grace') },
    name: text(name).slice(0, 64),
    secret: sealSecret('x'.repeat(32), 'whsec_ZGVtbw=='),
    created_at: new Date(now - 400 * HOUR),
    changed_at: new Date(now - 90 * HOUR),
    ...rest,
  });
  const made: { id: string }[] = await db('webhooks').insert(
    [
      hook('Community site', 'https://harbor.example/hooks/discord', ['transfer', 'squad-change']),
      hook('Moderation archive', 'https://archive.example/in?source=bot', ['case', 'firing'], {
        failures: 6,
        rests_until: new Date(now + 4 * MINUTE),
      }),
      hook('Old bot', 'https://old.example/', ['case'], { enabled: false }),
    ],
    ['id'],
  );
  const webhookId = made[1]?.id ?? '';
  const deliveries = ['case.opened', 'firing.recorded', 'case.resolved', 'case.opened', 'ping'].map(
    (event, index) => {
      const at = now - (5 - index) * 7 * HOUR;
      const data = {
        id: String(index),
        guild: about.guild,
        user: about.user,
        reason: text('Spam in #general'),
      };
      return {
        webhook_id: webhookId,
        ...{ guild_id: about.guild, event, subject: `demo:${index}` },
        body: JSON.stringify({ id: String(index), type: event, at: new Date(at), guild: about.guild, data }),
        ...outcomes[index % outcomes.length],
        created_at: new Date(at),
        changed_at: new Date(at + 2 * SECOND),
        next_at: new Date(now + HOUR),
      };
    },
  );
  const told: { id: string }[] = await db('webhook_deliveries').insert(deliveries, ['id']);
  return { webhookId, deliveryId: told[1]?.id ?? '' };
}

const outcomes = [
  { state: 'delivered', attempts: 1, status: 204, answer: null, ms: 84 },
  { state: 'failed', attempts: 11, status: 500, answer: null, ms: 1_204 },
  { state: 'delivered', attempts: 3, status: 200, answer: null, ms: 112 },
  { state: 'wanted', attempts: 4, status: 0, answer: 'No answer in 10 seconds.', ms: 10_000 },
  { state: 'wanted', attempts: 0, status: null, answer: null, ms: null },
];
