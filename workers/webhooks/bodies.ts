import { z } from 'zod';
import { type ListedFiring, selectFirings, toFiring } from '../../shared/automod/firing-list.ts';
import { Bytes } from '../../shared/bytes/model.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { type ListedCase, selectCases, toCase } from '../../shared/moderation/case-list.ts';
import type { DeliveryEvent } from '../../shared/webhooks/events.ts';
import type { WebhookDelivery } from '../../shared/webhooks/model.ts';

/**
 * What a receiver is sent. `data` is as the API tells it, at the time of the first attempt: reasons of cases and transfers
 * too. Without the messages that made a rule fire: those are kept for a week, and a receiver may keep them for good.
 */
export interface Body {
  id: string;
  type: string;
  /** When it happened. */
  at: string;
  guild: string | null;
  data: object;
}

/** Undefined where what it tells of is gone. */
export async function bodyOf(db: Knex, delivery: WebhookDelivery): Promise<Body | undefined> {
  const { id, event, guildId: guild, createdAt } = delivery;
  const tell = event in tellers ? tellers[event as DeliveryEvent] : undefined;
  const data = await tell?.(db, delivery);
  return data && { id, type: event, at: createdAt.toISOString(), guild, data };
}

type Teller = (db: Knex, delivery: WebhookDelivery) => Promise<object | undefined>;

const tellers: Record<DeliveryEvent, Teller> = {
  'case.opened': tellCase,
  'case.changed': tellCase,
  'case.resolved': tellCase,
  'firing.recorded': tellFiring,
  'firing.undone': tellFiring,
  'transfer.made': tellTransfer,
  'squad.joined': tellSquadChange,
  'squad.changed': tellSquadChange,
  'squad.left': tellSquadChange,
  ping: async () => ({}),
};

async function tellCase(db: Knex, { subject }: WebhookDelivery): Promise<object | undefined> {
  const [id = ''] = subject.split(':');
  const row: Record<string, unknown> | undefined = await selectCases(db, null, {}).where('c.id', id).first();
  return row && caseAsTold(toCase(row));
}

function caseAsTold({ actorKind, actorId, actorName, version, guildName, userName, ...rest }: ListedCase) {
  return { ...rest, actor: { kind: actorKind, id: actorId, name: actorName } };
}

async function tellFiring(db: Knex, { subject }: WebhookDelivery): Promise<object | undefined> {
  const row: Record<string, unknown> | undefined = await selectFirings(db, null, {})
    .where('f.id', subject)
    .first();
  return row && firingAsTold(toFiring(row));
}

function firingAsTold(firing: ListedFiring) {
  const { id, guildId: guild, userId: user, source, mode, action, deletes, outcome, conditions } = firing;
  const { ruleId, ruleName, ruleKind, ruleVersion, reached, needed, withinMs, messages } = firing;
  const { startedAt, latestAt, createdAt, undoneAt, undoneBy } = firing;
  return {
    ...{ id, guild, user, source, mode, action, deletes, outcome, conditions, messages },
    rule: { id: ruleId, name: ruleName, kind: ruleKind, version: ruleVersion },
    case: firing.case,
    counted: reached === null || needed === null || withinMs === null ? null : { reached, needed, withinMs },
    ...{ startedAt, latestAt, createdAt, undoneAt, undoneBy },
  };
}

async function tellTransfer(db: Knex, { subject }: WebhookDelivery): Promise<object | undefined> {
  const row = await Bytes.query(db).findById(subject);
  if (!row) return undefined;
  const { id, giverId: giver, receiverId: receiver, amount, kind, reason, createdAt } = row;
  return { id, giver, receiver, amount: Number(amount), kind, reason, createdAt };
}

const Facts = z.object({ user: z.string(), from: z.string().nullable(), to: z.string().nullable() });

/** The names are null of squads that were deleted meanwhile. */
async function tellSquadChange(db: Knex, { facts }: WebhookDelivery): Promise<object> {
  const { user, from, to } = Facts.parse(facts);
  const squads: { id: string; name: string }[] = await db('squads')
    .whereIn(
      'id',
      [from, to].filter((id) => id !== null),
    )
    .select('id', 'name');
  const named = (id: string | null) =>
    id === null ? null : { id, name: squads.find((squad) => squad.id === id)?.name ?? null };
  return { user, from: named(from), to: named(to) };
}
