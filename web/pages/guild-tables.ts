import { heap, latestMovements } from '../../shared/bytes/queries.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Deps } from '../context.ts';

const rows = 25;

/** What `guild-tables.pug` shows: the largest balances and the latest ledger rows, all names as people know them. */
export async function readTables(
  { db }: Pick<Deps, 'db'>,
  guild: Snowflake,
): Promise<Record<string, unknown>> {
  const [members, movements] = await Promise.all([
    heap({ db }, guild, rows),
    latestMovements({ db }, guild, rows),
  ]);
  return {
    members: members.map(({ user, username, globalName, balance, streak }) => ({
      name: globalName || username || user,
      user,
      balance,
      streak,
    })),
    movements: movements.map((movement) => ({
      ...movement,
      from: nameOf(movement.giver, movement.giverName),
      to: nameOf(movement.receiver, movement.receiverName),
      kind: kinds[movement.kind] ?? movement.kind,
    })),
  };
}

function nameOf(id: Snowflake | null, name: string | null): string | undefined {
  return id === null ? undefined : name || id;
}

const kinds: Record<string, string> = {
  starting: 'Starting balance',
  daily: 'Daily award',
  transfer: 'Transfer',
  'squad-fee': 'Squad fee',
  admin: 'By staff',
  refund: 'Refund',
};
