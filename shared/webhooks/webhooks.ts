import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { forgetDeliveries } from './deliveries.ts';
import { Webhook } from './model.ts';
import { newSecret, sealSecret } from './secret.ts';
import { originOf, outOfReach } from './url.ts';

export type { Webhook } from './model.ts';

type Deps = { db: Knex; config: { SECRET: string; WEBHOOKS_PRIVATE: boolean } };
type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

/** Whose webhooks: of a guild, or (null) those that are told of every guild. */
export type Place = Snowflake | null;

/** `name`: 1–64 characters, once in a place whatever its case; `url` as url.ts has it. */
export type WebhookDraft = Pick<Webhook, 'name' | 'url' | 'events' | 'enabled'>;

export const mostWebhooks = 25; // of a place: each costs what happens in the guild a row

const fresh = { failures: 0, restsUntil: null, failingSince: null, failedAt: null };

type Refused = { is: 'name-taken' } | { is: 'out-of-reach'; why: string };
/** `secret` is told this once. */
export type CreatedWebhook =
  | { is: 'created'; webhook: Webhook; secret: string }
  | { is: 'too-many'; most: number }
  | Refused;
export type ChangedWebhook =
  | { is: 'changed'; webhook: Webhook }
  | { is: 'unknown' }
  /** Somebody else changed it since it was read. */
  | { is: 'stale'; webhook: Webhook }
  | Refused;
type Missed = Extract<ChangedWebhook, { is: 'unknown' | 'stale' }>;

/** All of a place, by name. */
export async function listWebhooks({ db }: { db: Knex }, place: Place): Promise<Webhook[]> {
  return of(db, place).orderByRaw('lower(name), id');
}

export async function findWebhook(
  { db }: { db: Knex },
  place: Place,
  id: string,
): Promise<Webhook | undefined> {
  return of(db, place).findOne({ id });
}

export function createWebhook(
  { db, config }: Deps,
  place: Place,
  draft: WebhookDraft,
  by: By,
): Promise<CreatedWebhook> {
  return transact(db, async (trx): Promise<CreatedWebhook> => {
    await oneAtATime(trx, place);
    const why = outOfReach(draft.url, config.WEBHOOKS_PRIVATE);
    if (why) return { is: 'out-of-reach', why };
    if (await isTaken(trx, place, draft.name, null)) return { is: 'name-taken' };
    if ((await of(trx, place).resultSize()) >= mostWebhooks) return { is: 'too-many', most: mostWebhooks };
    const secret = newSecret();
    const sealed = sealSecret(config.SECRET, secret);
    const webhook = await Webhook.query(trx)
      .insert({ ...draft, guildId: place, secret: sealed, createdBy: by.actor.name })
      .returning('*');
    await note(trx, place, 'created', by, { subject: draft.name, after: toldOf(draft) });
    return { is: 'created', webhook, secret };
  });
}

/** Changes what is given of a webhook that was read as `version`. What it was still to be told goes to its new address. */
export function changeWebhook(
  { db, config }: Deps,
  place: Place,
  { id, version, changes }: { id: string; version: number; changes: Partial<WebhookDraft> },
  by: By,
): Promise<ChangedWebhook> {
  return transact(db, async (trx): Promise<ChangedWebhook> => {
    await oneAtATime(trx, place);
    const webhook = await findWebhook({ db: trx }, place, id);
    if (!webhook) return { is: 'unknown' };
    if (webhook.version !== version) return { is: 'stale', webhook };
    const before = draftOf(webhook);
    const after = { ...before, ...changes };
    if (JSON.stringify(before) === JSON.stringify(after)) return { is: 'changed', webhook };
    const why = after.url === before.url ? undefined : outOfReach(after.url, config.WEBHOOKS_PRIVATE);
    if (why) return { is: 'out-of-reach', why };
    if (await isTaken(trx, place, after.name, id)) return { is: 'name-taken' };
    const changed = await bump(trx, webhook, { ...after, ...fresh });
    const moved = after.url === before.url ? {} : { addressChanged: true };
    const change = { before: toldOf(before), after: { ...toldOf(after), ...moved } };
    await note(trx, place, 'changed', by, { subject: after.name, ...change });
    return { is: 'changed', webhook: changed };
  });
}

/** Signs with another secret from now on: whoever refused the former one may take this one. */
export function renewSecret(
  { db, config }: Deps,
  place: Place,
  { id, version }: { id: string; version: number },
  by: By,
): Promise<{ is: 'renewed'; webhook: Webhook; secret: string } | Missed> {
  return transact(db, async (trx) => {
    await oneAtATime(trx, place);
    const webhook = await findWebhook({ db: trx }, place, id);
    if (!webhook) return { is: 'unknown' };
    if (webhook.version !== version) return { is: 'stale', webhook };
    const secret = newSecret();
    const anew = webhook.enabled ? fresh : {};
    const renewed = await bump(trx, webhook, { secret: sealSecret(config.SECRET, secret), ...anew });
    await note(trx, place, 'secret-renewed', by, { subject: webhook.name });
    return { is: 'renewed', webhook: renewed, secret };
  });
}

/** Removes a webhook, of a given version, with all that it was told. */
export function removeWebhook(
  { db }: { db: Knex },
  place: Place,
  { id, version }: { id: string; version: number },
  by: By,
): Promise<{ is: 'removed' } | Missed> {
  return transact(db, async (trx) => {
    await oneAtATime(trx, place);
    const webhook = await findWebhook({ db: trx }, place, id);
    if (!webhook) return { is: 'unknown' };
    if (webhook.version !== version) return { is: 'stale', webhook };
    await forgetDeliveries(trx, id);
    await webhook.$query(trx).delete();
    await note(trx, place, 'removed', by, { subject: webhook.name, before: toldOf(webhook) });
    return { is: 'removed' };
  });
}

export function draftOf({ name, url, events, enabled }: WebhookDraft): WebhookDraft {
  return { name, url, events, enabled };
}

/** As more people read it than may have the address: many are all that one needs to write in its owner's name. */
function toldOf({ name, url, events, enabled }: WebhookDraft): WebhookDraft {
  return { name, url: originOf(url), events, enabled };
}

function of(db: Knex, place: Place) {
  return place === null
    ? Webhook.query(db).whereNull('guild_id')
    : Webhook.query(db).where('guild_id', place);
}

async function oneAtATime(trx: Knex.Transaction, place: Place): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`webhooks:${place ?? ''}`]);
}

async function isTaken(trx: Knex, place: Place, name: string, self: string | null): Promise<boolean> {
  const twin = await of(trx, place)
    .whereRaw('lower(name) = lower(?)', [name])
    .whereRaw('id IS DISTINCT FROM ?::bigint', [self])
    .first();
  return twin !== undefined;
}

async function bump(trx: Knex, webhook: Webhook, changes: Partial<Webhook>): Promise<Webhook> {
  const version = webhook.version + 1;
  return webhook.$query(trx).patchAndFetch({ ...changes, version, changedAt: trx.fn.now() });
}

async function note(
  trx: Knex,
  place: Place,
  what: string,
  by: By,
  deed: Pick<Deed, 'subject' | 'before' | 'after'>,
): Promise<void> {
  await audit(trx, { ...by, ...(place ? { guild: place } : {}), action: `webhook.${what}`, ...deed });
}
