import type { Actor } from '../core/actor.ts';
import { SECOND } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type CaseState, type OpenedCase, openCases } from './cases.ts';
import { type Closed, closeEarlier } from './closing.ts';
import { longestTimeout } from './durations.ts';
import { escalate } from './escalation.ts';
import type { Evidence } from './evidence.ts';
import { lockMembers } from './member-locks.ts';
import type { CaseKind } from './model.ts';
import type { ModerationConfig } from './settings.ts';
import { loadModerationSettings } from './store.ts';

/** What somebody wants done to a member. */
export interface Order {
  guild: Snowflake;
  user: Snowflake;
  /** Once in a guild: `int:<interaction>`, with `:<user>` behind it where it is done to several. */
  operation: string;
  kind: CaseKind;
  actor: Actor;
  /** Up to 4,000 characters. */
  reason: string;
  /** Of a timeout, at most 28 days; of a ban that ends by itself. */
  seconds: number | null;
  deleteMessageSeconds: number;
  evidence: Evidence | null;
}

export interface Acted {
  /** Its `punish` is due where its effect is wanted. */
  case: OpenedCase;
  /** Cases that a warning led to: the `punish` of each is due. */
  ladder: CaseState[];
  /** Ids of earlier cases whose `lift` is due. */
  lifted: string[];
  /** Numbers of earlier cases that this one replaced or ended. */
  closed: number[];
}

/**
 * Does it to all of them, in one transaction: cases, warnings with what the ladder has for them, and the end of what the
 * case ends. Whether they may is for the caller to have asked (act-rules.ts). Repeating it changes nothing, and says again
 * what was done and what is due. In the order given; the guilds must have rows.
 */
export function act(
  { db, log }: { db: Knex; log: Log },
  orders: readonly Order[],
  now: number,
): Promise<Acted[]> {
  return transact(db, async (trx) => {
    await lockMembers(trx, orders);
    const guilds = [...new Set(orders.map(({ guild }) => guild))];
    const policies = await loadModerationSettings({ db: trx, log }, guilds);
    const opened = await openCases(
      trx,
      orders.map((order) => ({
        ...order,
        endsAt: endOf(order, now),
        tellsFirst: tellsFirst(order, policies.get(order.guild)),
      })),
    );
    const states = new Map(opened.map((state) => [keyOf(state), state]));
    const done = orders.flatMap((order) => {
      const state = states.get(keyOf(order));
      return state ? [{ order, state }] : [];
    });
    const closed = await close(trx, done);
    const ladder = await escalate(trx, done.flatMap(warned(now)), { now, policies });
    return done.map(({ state }) => ({
      case: state,
      ladder: ladder.filter(({ warned: by }) => by === state.id).map((each) => each.case),
      lifted: closed.filter(({ by, lifts }) => by === state.id && lifts).map((each) => each.case),
      closed: closed
        .filter(({ by }) => by === state.id)
        .map(({ number }) => number)
        .sort((a, b) => a - b),
    }));
  });
}

interface Done {
  order: Order;
  state: OpenedCase;
}

function endOf({ kind, seconds }: Order, now: number): Date | null {
  if (kind === 'timeout' && seconds === null) throw new Error('a timeout without a duration');
  if (seconds === null || (kind !== 'timeout' && kind !== 'ban')) return null;
  const most = kind === 'timeout' ? longestTimeout : seconds;
  return new Date(now + Math.min(seconds, most) * SECOND);
}

/** Where somebody does it by the bot, while the member can still be reached. */
function tellsFirst({ kind, actor }: Order, config: ModerationConfig | undefined): boolean {
  const isRemoval = kind === 'kick' || kind === 'ban';
  return isRemoval && actor.kind !== 'system' && (config?.tellBefore ?? true);
}

async function close(trx: Knex.Transaction, done: readonly Done[]): Promise<Closed[]> {
  const fresh = done.filter(({ state }) => state.isNew);
  const closers = fresh.map(({ order, state }) => ({ ...state, by: order.actor.name, lifts: true }));
  const again = done.flatMap(({ state }) => (state.isNew ? [] : [state.id]));
  return [...(await closeEarlier(trx, closers)), ...(await findClosed(trx, again))];
}

/** What these cases closed when they were opened: in one transaction, so at the same time. */
async function findClosed(trx: Knex.Transaction, cases: readonly string[]): Promise<Closed[]> {
  if (cases.length === 0) return [];
  const { rows } = await trx.raw<{ rows: Closed[] }>(
    `SELECT c.id::text AS "case", c.number, n.id::text AS by, c.lift = 'wanted' AS lifts
     FROM moderation_cases n JOIN moderation_cases c ON c.guild_id = n.guild_id AND c.user_id = n.user_id
       AND c.number < n.number AND c.resolved_at = n.created_at
     WHERE n.id = ANY(?::bigint[])`,
    [[...cases]],
  );
  return rows;
}

function warned(now: number) {
  return ({ order: { guild, user, kind, reason, actor }, state }: Done) =>
    kind === 'warn'
      ? [{ guild, user, case: state.id, isNew: state.isNew, reason, firedAt: now, by: actor }]
      : [];
}

function keyOf({ guild, operation }: { guild: Snowflake; operation: string }): string {
  return `${guild} ${operation}`;
}
