import { z } from 'zod';
import { oneLine } from '../../shared/core/plain-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { tellable, tellables } from '../../shared/webhooks/events.ts';
import { deliveryStates, type WebhookDelivery } from '../../shared/webhooks/model.ts';
import { originOf, WebhookUrl } from '../../shared/webhooks/url.ts';
import type { Webhook } from '../../shared/webhooks/webhooks.ts';
import { type Caller, hasScope } from '../http/caller.ts';
import { RowId, Time } from './shapes.ts';

const list = tellables.map((kind) => `\`${kind}\`: ${tellable[kind].what.toLowerCase()}`).join('; ');

export const WebhookShape = z
  .object({
    id: RowId,
    guild: Snowflake.nullable().describe('Null: told of every guild'),
    name: z.string(),
    url: z
      .string()
      .describe('To keys that may not write webhooks, only its beginning: often the rest of it is a secret'),
    events: z.array(z.enum(tellables)).describe(list),
    enabled: z.boolean(),
    failingSince: Time.nullable().describe(
      'Since when it has not answered; not enabled as well: it was switched off for that',
    ),
    createdBy: z.string(),
    createdAt: Time,
    changedAt: Time,
  })
  .meta({ id: 'Webhook', description: 'An address that is told of what happens' });

const secret = z
  .string()
  .describe('It signs what is sent, and is shown only this once: `whsec_` and a key in base64');
export const WebhookWithSecret = WebhookShape.extend({ secret }).meta({ id: 'WebhookWithSecret' });

export const draft = {
  name: z.string().overwrite(oneLine).min(1).max(64).describe('Unique in its place, whatever its case'),
  url: WebhookUrl.describe('With https, at a public address'),
  events: z
    .array(z.enum(tellables))
    .min(1)
    .max(tellables.length)
    .overwrite((events) => tellables.filter((kind) => events.includes(kind)))
    .describe(list),
  enabled: z.boolean(),
};

export const Delivery = z
  .object({
    id: RowId.describe('Sent as `webhook-id`, however often'),
    guild: Snowflake.nullable(),
    event: z.string(),
    state: z.enum(deliveryStates).describe('`wanted`: it is still to be sent'),
    attempts: z.int(),
    status: z.int().nullable().describe('Of the last answer; 0: there was none'),
    answer: z.string().nullable().describe('Why there was none'),
    ms: z.int().nullable().describe('How long the last attempt took'),
    nextAt: Time.nullable().describe('Not before this time it is tried again'),
    createdAt: Time,
    changedAt: Time,
  })
  .meta({ id: 'WebhookDelivery', description: 'Something that a webhook is told' });
export const DeliveryWithBody = Delivery.extend({
  body: z.unknown().describe('As it was sent; null until it was tried'),
}).meta({ id: 'WebhookDeliveryWithBody' });

/** What `caller` may be shown of it. */
export function tellWebhook(
  { guildId: guild, url, ...rest }: Webhook,
  { scopes }: Pick<Caller, 'scopes'>,
): z.input<typeof WebhookShape> {
  return { guild, url: hasScope(scopes, 'webhooks:write') ? url : originOf(url), ...rest };
}

export function tellDelivery(delivery: WebhookDelivery): z.input<typeof DeliveryWithBody> {
  const { guildId: guild, nextAt, ...rest } = delivery;
  return { ...rest, guild, nextAt: delivery.state === 'wanted' ? nextAt : null };
}
