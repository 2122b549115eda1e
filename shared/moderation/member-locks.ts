import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { runTogether, type Step } from '../db/prepared.ts';

/**
 * Until the transaction ends nobody else decides what is done about these members. Whoever locks more does it after: cases'
 * counters, then rows. All in one order, so that nobody waits in a circle.
 */
export async function lockMembers(
  trx: Knex.Transaction,
  members: readonly { guild: Snowflake; user: Snowflake }[],
): Promise<void> {
  await runTogether(trx, [lockingMembers(members)]);
}

export function lockingMembers(members: readonly { guild: Snowflake; user: Snowflake }[]): Step<void> {
  const names = members.map(({ guild, user }) => `automod:${guild}:${user}`);
  return { statement: locking, values: [names], read: () => {} };
}

const locking = {
  name: 'lock-members',
  sql: `SELECT pg_advisory_xact_lock(id)
    FROM (SELECT DISTINCT hashtextextended(name, 0) AS id FROM unnest(?::text[]) AS m (name) ORDER BY id OFFSET 0) ids`,
};
