import pg from 'pg';
import type { Ground } from './ground.ts';
import { emptyTables, seedKnown } from './sync-tables.ts';

const rowsPerStatement = 1_000;

/** Columns of the rows that a load writes. */
const tables = {
  discord_users: {
    key: ['id'],
    columns: {
      id: 'bigint',
      username: 'text',
      global_name: 'text',
      avatar: 'text',
      bot: 'boolean',
      seen_at: 'timestamptz',
    },
  },
  guild_members: {
    key: ['guild_id', 'user_id'],
    columns: {
      guild_id: 'bigint',
      user_id: 'bigint',
      active: 'boolean',
      name: 'text',
      nick: 'text',
      avatar: 'text',
      roles: 'text',
      joined_at: 'timestamptz',
      timed_out_until: 'timestamptz',
      pending: 'boolean',
      seen_at: 'timestamptz',
    },
  },
} as const;

/** Rows as columns of values, a thousand at a time: the parameters of one statement each. */
export interface Rows {
  count: number;
  of: Record<keyof typeof tables, unknown[][][]>;
}

/** What the last load wrote. */
export async function readRows({ db }: Ground): Promise<Rows> {
  const read = async (table: keyof typeof tables) => {
    const { key, columns } = tables[table];
    const names = Object.entries(columns).map(([name]) =>
      name === 'roles' ? "'{' || array_to_string(roles, ',') || '}' AS roles" : name,
    );
    const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(
      `SELECT ${names.join(', ')} FROM ${table} ORDER BY ${key.join(', ')}`,
    );
    const parts = Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, n) =>
      rows.slice(n * rowsPerStatement, (n + 1) * rowsPerStatement),
    );
    return parts.map((part) => Object.keys(columns).map((name) => part.map((row) => row[name])));
  };
  const [discord_users, guild_members] = [await read('discord_users'), await read('guild_members')];
  return {
    count: guild_members.reduce((sum, [ids]) => sum + (ids?.length ?? 0), 0),
    of: { discord_users, guild_members },
  };
}

/** The yardstick: one client upserts the same rows into the same tables, a thousand a statement. Rows per second. */
export async function upsertPlainly(ground: Ground, rows: Rows, guild: string): Promise<number> {
  await emptyTables(ground);
  await seedKnown(ground, guild, rows.count);
  const client = new pg.Client({ connectionString: ground.databaseUrl });
  await client.connect();
  try {
    const start = performance.now();
    for (const [n, users] of rows.of.discord_users.entries()) {
      await client.query(upserts.discord_users, users);
      await client.query(upserts.guild_members, rows.of.guild_members[n]);
    }
    return rows.count / ((performance.now() - start) / 1_000);
  } finally {
    await client.end();
  }
}

const upserts = { discord_users: upsert('discord_users'), guild_members: upsert('guild_members') };

function upsert(table: keyof typeof tables): string {
  const { key, columns } = tables[table];
  const names = Object.keys(columns);
  const params = Object.values(columns).map((type, i) => `$${i + 1}::${type}[]`);
  const values = names.map((name) => (name === 'roles' ? 'roles::bigint[]' : name));
  const changes = names
    .filter((name) => !key.some((part) => part === name))
    .map((name) => `${name} = excluded.${name}`);
  return `INSERT INTO ${table} (${names}) SELECT ${values} FROM unnest(${params}) AS t (${names})
    ON CONFLICT (${key}) DO UPDATE SET ${changes}`;
}
