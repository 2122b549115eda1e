import type { Profile } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type AccountChange, applyChanges, type LockedAccount, lockAccounts } from './accounts.ts';
import { type WantedGrant, wantGrants } from './earned-roles.ts';
import { type FrozenGap, writeFrozen } from './frozen-days.ts';
import { type Entry, findDaily, writeEntries } from './ledger.ts';
import { step } from './rules.ts';
import type { BytesSettings } from './settings.ts';

/** A message that may pay its author's award of a day. */
export interface AwardOrder {
  guild: Snowflake;
  channel: Snowflake;
  message: Snowflake;
  author: Profile;
  /** Decided once, from the message's id in the guild's time zone; never recomputed. */
  day: number;
  settings: BytesSettings;
}

/** A daily award as the ledger has it. */
export interface Award {
  guild: Snowflake;
  user: Snowflake;
  channel: Snowflake;
  message: Snowflake;
  amount: number;
  streak: number;
  multiplier: number;
  /** Label of the tier that this award reached for the first time in the streak. */
  tier: string | null;
}

export interface Committed {
  /** Written to the ledger now. */
  awards: Award[];
  /** What an earlier try wrote under the orders' messages. */
  found: Award[];
  /** The members' rows as committed, for Lua's copies. */
  accounts: LockedAccount[];
  /** Role rewards that these members have earned and that Discord has not confirmed. */
  grants: WantedGrant[];
}

type Payment = AwardOrder & { before: LockedAccount; step: Extract<ReturnType<typeof step>, { is: 'pays' }> };

/**
 * One transaction for all orders (design §4.3): members are locked in order, the rule decides on the locked rows,
 * the ledger refuses what stands there already, and only what it took is added up. Repeating it changes nothing and
 * answers with the same awards, as found.
 */
export function commitAwards({ db }: { db: Knex }, orders: AwardOrder[]): Promise<Committed> {
  return transact(db, async (trx) => {
    const locked = await lockAccounts(trx, orders);
    const payments = decide(orders, locked);
    const taken = await writeEntries(trx, payments.flatMap(entriesOf));
    const changes = payments.filter(({ message }) => taken.has(`${operationOf(message)} daily`));
    const accounts = await apply(trx, locked, changes, taken);
    const rewarded = orders.filter(({ settings }) => settings.roles.length > 0);
    return {
      awards: changes.map(awardOf),
      found: await findEarlier(trx, orders, taken),
      accounts,
      grants: await wantGrants(
        trx,
        rewarded.map(({ guild, author }) => ({ guild, user: author.id })),
      ),
    };
  });
}

/** The rule on each locked row, day after day where a member has two in one batch. */
function decide(orders: AwardOrder[], locked: Map<string, LockedAccount>): Payment[] {
  const rows = new Map(locked);
  const payments: Payment[] = [];
  for (const order of orders.toSorted((a, b) => a.day - b.day)) {
    const id = `${order.guild}:${order.author.id}`;
    const before = rows.get(id);
    if (!before) continue;
    const decided = step(order.settings.config, before, order.day, before.outages);
    if (decided.is !== 'pays') continue;
    payments.push({ ...order, before, step: decided });
    rows.set(id, { ...before, ...decided.next });
  }
  return payments;
}

/** The award, and with the first one ever the starting balance. */
function entriesOf({ guild, channel, message, author, before, step, settings }: Payment): Entry[] {
  const { day, streak, multiplier, amount, tier } = step;
  const base = { guild, receiver: author.id, operation: operationOf(message) };
  const daily: Entry = {
    ...base,
    kind: 'daily',
    amount,
    day,
    streak,
    multiplier,
    tier: tier?.label ?? null,
    channel,
  };
  const { startingBalance } = settings.config;
  if (before.lastDay !== null || startingBalance === 0) return [daily];
  return [{ ...base, kind: 'starting', amount: startingBalance }, daily];
}

async function apply(
  trx: Knex.Transaction,
  locked: Map<string, LockedAccount>,
  payments: Payment[],
  taken: Set<string>,
): Promise<LockedAccount[]> {
  const changes = new Map<string, AccountChange>();
  for (const { guild, author, message, day, step, settings } of payments) {
    const id = `${guild}:${author.id}`;
    const row = changes.get(id) ?? { balance: 0, received: 0, paidBy: locked.get(id)?.paidBy ?? null };
    const starting = taken.has(`${operationOf(message)} starting`) ? settings.config.startingBalance : 0;
    changes.set(id, {
      ...step.next,
      guild,
      user: author.id,
      paidBy: day === step.next.lastDay ? message : row.paidBy,
      balance: row.balance + step.amount + starting,
      received: row.received + step.amount,
    });
  }
  await applyChanges(trx, [...changes.values()]);
  await writeFrozen(trx, payments.flatMap(frozenOf));
  return [...locked].map(([id, row]) => {
    const change = changes.get(id);
    if (!change) return row;
    return {
      ...row,
      lastDay: change.lastDay,
      paidBy: change.paidBy,
      version: String(BigInt(row.version) + 1n),
    };
  });
}

function frozenOf({ guild, author, step }: Payment): FrozenGap[] {
  return step.frozen ? [{ guild, user: author.id, ...step.frozen }] : [];
}

async function findEarlier(
  trx: Knex.Transaction,
  orders: AwardOrder[],
  taken: Set<string>,
): Promise<Award[]> {
  const operations = orders
    .map(({ message }) => operationOf(message))
    .filter((id) => !taken.has(`${id} daily`));
  const found = await findDaily(trx, operations);
  return found.map(({ operation, ...award }) => ({ ...award, message: operation.slice('msg:'.length) }));
}

function awardOf({ guild, channel, message, author, step }: Payment): Award {
  const { amount, streak, multiplier, tier } = step;
  return { guild, channel, message, user: author.id, amount, streak, multiplier, tier: tier?.label ?? null };
}

function operationOf(message: Snowflake): string {
  return `msg:${message}`;
}
