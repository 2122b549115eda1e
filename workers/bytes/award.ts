import { payAwards } from '../../shared/bytes/award.ts';
import type { AwardOrder } from '../../shared/bytes/commit-awards.ts';
import type { WantedGrant } from '../../shared/bytes/earned-roles.ts';
import { earns } from '../../shared/bytes/rules.ts';
import type { BytesSettings } from '../../shared/bytes/settings.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Envelope, MessageEvent } from '../../shared/core/events.ts';
import { type Snowflake, timeOf } from '../../shared/core/snowflake.ts';
import { dayOf } from '../../shared/core/time-zone.ts';
import { type PlannedEffect, queueEffects } from '../../shared/effects/planned.ts';
import type { Context } from '../context.ts';
import { announce, grant, grantAloud } from './announce.ts';

const announceable = 2 * MINUTE; // of a found award: Discord knows nonces for "the past few minutes"

type Deps = Pick<
  Context,
  'clock' | 'db' | 'redis' | 'metrics' | 'partitions' | 'queue' | 'settings' | 'committed' | 'tallies'
>;

interface Batch {
  events: Envelope<'MESSAGE_CREATE'>[];
  /** 0 for the first try. */
  attempt: number;
}

/**
 * Daily awards of a batch of messages (product §1), in a constant number of round trips: settings from memory, one
 * script for what is open, one transaction for what pays, one `addBulk` for what follows. Running it again pays
 * nothing twice and, while Discord still knows what was said, queues the same effects.
 */
export async function awardDaily(context: Deps, { events, attempt }: Batch): Promise<void> {
  const settings = await context.settings.bytes.get(events.map(({ d }) => d.guild));
  const orders = events.flatMap(({ d }) => orderOf(d, settings.get(d.guild)) ?? []);
  // most messages are not the first of their day: they end here
  const open = firstOfDay(attempt > 0 ? orders : orders.filter((order) => !isCovered(context, order)));
  if (open.length === 0) return;

  const { awards, found, grants, covered } = await payAwards(context, open, { sure: attempt > 0 });
  context.metrics.awards.inc(awards.length);
  for (const { guild, message } of awards) context.tallies.add('awards', guild, timeOf(message));
  const young = found.filter(({ message }) => context.clock() - timeOf(message) < announceable);
  const effects = [
    ...[...awards, ...young].flatMap((award) => announce(award, settings.get(award.guild)) ?? []),
    ...grants.map((wanted) => grantAfter(wanted, open)),
  ];
  await queueEffects(context, effects);
  for (const { guild, user, day, message } of covered) context.committed.note(guild, user, day, message);
}

/** Told where the message was that earned it. */
function grantAfter(wanted: WantedGrant, orders: AwardOrder[]): PlannedEffect {
  const order = orders.find(({ guild, author }) => guild === wanted.guild && author.id === wanted.user);
  return order ? grantAloud(wanted, order) : grant(wanted);
}

function orderOf(message: MessageEvent, settings: BytesSettings | undefined): AwardOrder | undefined {
  if (!settings) return undefined;
  const time = timeOf(message.id);
  const { guild, channel, author, id, joinedAt } = message;
  if (!earns(settings.config, { channel, author: author.id, joinedAt, time })) return undefined;
  return { guild, channel, message: id, author, day: dayOf(settings.config.timeZone, time), settings };
}

/** A member's earliest message of each day: the one that pays, whichever try or shard brings it. */
function firstOfDay(orders: AwardOrder[]): AwardOrder[] {
  const first = new Map<string, AwardOrder>();
  for (const order of orders) {
    const key = `${order.guild}:${order.author.id}:${order.day}`;
    const known = first.get(key);
    if (!known || isEarlier(order.message, known.message)) first.set(key, order);
  }
  return [...first.values()];
}

/** Snowflakes of different lengths compare by length first: they are numbers without leading zeros. */
function isEarlier(a: Snowflake, b: Snowflake): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

function isCovered({ committed }: Deps, { guild, author, day, message }: AwardOrder): boolean {
  return committed.covers(guild, author.id, day, message);
}
