import { z } from 'zod';
import type { Knex } from '../../shared/db/knex.ts';
import { findWebhook, type Place, type Webhook } from '../../shared/webhooks/webhooks.ts';
import type { Caller } from '../http/caller.ts';
import { Refusal, refuse } from '../http/problem.ts';
import { isKeyOf } from './key-owner.ts';
import { InGuild, RowId } from './shapes.ts';

/** Where webhooks are: those of a guild, and those that are told of every guild, for keys of every guild while whoever made them is an admin. */
export const places = [
  { path: '/guilds/:guildId/webhooks', params: InGuild, whose: 'of a guild' },
  { path: '/webhooks', params: z.object({}), whose: 'of every guild' },
] as const satisfies WebhookPlace[];

export interface WebhookPlace {
  path: `/${string}`;
  params: z.ZodObject;
  whose: string;
}

interface Asked {
  params: Record<string, unknown>;
  caller: Caller;
}

/** The place that a path names; that of every guild only while the account behind the key is an admin. */
export async function placeIn(
  { params, caller }: Asked,
  deps: { db: Knex },
): Promise<{ place: Place } | Refusal> {
  const { guildId: place } = z.object({ guildId: z.string().nullable().default(null) }).parse(params);
  return place === null && !(await isKeyOf(deps, caller, 'admin')) ? refuse('forbidden') : { place };
}

/** The webhook that a path names. */
export async function webhookIn(asked: Asked, deps: { db: Knex }): Promise<Webhook | Refusal> {
  const found = await placeIn(asked, deps);
  if (found instanceof Refusal) return found;
  const id = RowId.parse(asked.params.webhookId);
  return (await findWebhook(deps, found.place, id)) ?? refuse('not-found');
}
