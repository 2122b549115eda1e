import type { Clock } from '../core/clock.ts';
import { HOUR, SECOND } from '../core/clock.ts';
import { keys, partitionOf } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { LockedAccount } from './accounts.ts';
import { type AwardOrder, type Committed, commitAwards } from './commit-awards.ts';
import { type Answer, decideAwards, settleAccounts } from './lua.ts';

const believed = 10 * SECOND; // design §4: a provisional update older than this is not relied on
const lifetime = HOUR; // design §7: of an account copy

interface Deps {
  db: Knex;
  redis: Redis | Cluster;
  clock: Clock;
  partitions: number;
}

/** A member's day that is committed, and the message that paid it. */
export interface CoveredDay {
  guild: Snowflake;
  user: Snowflake;
  day: number;
  message: Snowflake;
}

export interface Paid extends Pick<Committed, 'awards' | 'found' | 'grants'> {
  /** What is known to be committed now of the orders' members: no other message of theirs pays that day. */
  covered: CoveredDay[];
}

/**
 * Pays the daily awards that these messages earn: Lua decides, Postgres has the last word, Lua's copies follow. One
 * message at most per member and day; all guilds of one partition. Answers with what is committed under these
 * messages, now or by an earlier try. `sure` skips Lua: for a repeated try, whose messages must find what they paid.
 */
export async function payAwards(deps: Deps, orders: AwardOrder[], { sure = false } = {}): Promise<Paid> {
  const answers = sure ? [] : await decide(deps, orders);
  const covered = orders.flatMap((order, i) => coveredBy(order, answers[i]) ?? []);
  const open = orders.filter((_, i) => sure || answers[i] === 'ask');
  if (open.length === 0) return { awards: [], found: [], grants: [], covered };
  const { accounts, ...committed } = await commitAwards(deps, open);
  await settle(deps, accounts);
  return {
    ...committed,
    covered: [...covered, ...accounts.flatMap((account) => lastCovered(account) ?? [])],
  };
}

async function decide({ redis, clock, partitions }: Deps, orders: AwardOrder[]): Promise<Answer[]> {
  if (orders.length === 0) return [];
  const accounts = orders.map(({ guild, author }) =>
    keys.account(partitionOf(guild, partitions), guild, author.id),
  );
  const days = orders.flatMap(({ day, message }) => [day, message]);
  return decideAwards(redis, accounts, [clock(), believed, lifetime, ...days]);
}

function coveredBy({ guild, author, day }: AwardOrder, answer: Answer | undefined): CoveredDay | undefined {
  if (!answer || answer === 'ask' || answer === 'already') return undefined;
  return { guild, user: author.id, day, message: answer };
}

function lastCovered({ guild, user, lastDay, paidBy }: LockedAccount): CoveredDay | undefined {
  return lastDay !== null && paidBy !== null ? { guild, user, day: lastDay, message: paidBy } : undefined;
}

async function settle({ redis, partitions }: Deps, accounts: LockedAccount[]): Promise<void> {
  if (accounts.length === 0) return;
  const names = accounts.map(({ guild, user }) => keys.account(partitionOf(guild, partitions), guild, user));
  const values = accounts.flatMap(({ version, lastDay, paidBy }) => [version, lastDay ?? '', paidBy ?? '']);
  await settleAccounts(redis, names, [lifetime, ...values]);
}
