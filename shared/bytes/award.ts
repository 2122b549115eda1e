import type { Clock } from '../core/clock.ts';
import { HOUR, SECOND } from '../core/clock.ts';
import { keys, partitionOf } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Knex } from '../db/knex.ts';
import { type AwardOrder, type Committed, commitAwards } from './commit-awards.ts';
import { decideAwards, settleAccounts } from './lua.ts';

const believed = 10 * SECOND; // design §4: a provisional update older than this is not relied on
const lifetime = HOUR; // design §7: of an account copy

interface Deps {
  db: Knex;
  redis: Redis | Cluster;
  clock: Clock;
  partitions: number;
}

/**
 * Pays the daily awards that these messages earn: Lua decides, Postgres has the last word, Lua's copies follow. One
 * message at most per member and day; all guilds of one partition. Answers with what is committed under these
 * messages, now or by an earlier try, and with the accounts seen. `sure` skips Lua: for a repeated try, whose
 * messages must find what they paid.
 */
export async function payAwards(deps: Deps, orders: AwardOrder[], { sure = false } = {}): Promise<Committed> {
  const open = sure ? orders : await undecided(deps, orders);
  if (open.length === 0) return { awards: [], paid: 0, accounts: [], grants: [] };
  const committed = await commitAwards(deps, open);
  await settle(deps, committed);
  return committed;
}

async function undecided({ redis, clock, partitions }: Deps, orders: AwardOrder[]): Promise<AwardOrder[]> {
  if (orders.length === 0) return [];
  const accounts = orders.map(({ guild, author }) =>
    keys.account(partitionOf(guild, partitions), guild, author.id),
  );
  const days = orders.flatMap(({ day, message }) => [day, message]);
  const answers = await decideAwards(redis, accounts, [clock(), believed, lifetime, ...days]);
  return orders.filter((_, i) => answers[i] !== 'already');
}

async function settle({ redis, partitions }: Deps, { accounts }: Committed): Promise<void> {
  if (accounts.length === 0) return;
  const names = accounts.map(({ guild, user }) => keys.account(partitionOf(guild, partitions), guild, user));
  const values = accounts.flatMap(({ version, lastDay, paidBy }) => [version, lastDay ?? '', paidBy ?? '']);
  await settleAccounts(redis, names, [lifetime, ...values]);
}
