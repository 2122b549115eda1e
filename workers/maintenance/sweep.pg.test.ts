import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { loadBytesSettings } from '../../shared/bytes/store.ts';
import { systemClock } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { openQueues } from '../../shared/core/queues.ts';
import { cacheSettings } from '../../shared/core/settings.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { tablesScanned } from '../../shared/testing/plans.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { sweepOnce } from './sweep.ts';

const guilds = 1_000;
const members = 50_000;
const bot = '999';
/** Those that grow with members and guilds, and are filled here. */
const large = [
  ...['discord_users', 'guild_members', 'guild_roles', 'squads', 'squad_members'],
  ...['role_grants', 'bytes', 'operations', 'failed_effects'],
];

describe('what a sweep asks of Postgres', () => {
  const database = useDatabase();
  const redis = useRedis();

  it('reads no large table from end to end', async function () {
    this.timeout(120_000);
    const { db } = database;
    await seed(db);
    const faults: unknown[] = [];
    const log = Object.assign(Object.create(silent), {
      error: ({ err }: { err: unknown }) => faults.push(err),
    });
    const { queue, close } = openQueues(redis.redis, silent);
    const settings = { bytes: cacheSettings((guilds) => loadBytesSettings({ db, log }, guilds)) };
    const rest = { redis: redis.redis, clock: systemClock, applicationId: bot, partitions: 1 };
    const deps = { db, log, queue, settings, ...rest };
    const scanned = await tablesScanned(statementsOf(db), () => sweepOnce(deps));
    await close();
    expect(faults).to.deep.equal([]);
    expect(scanned.filter((table) => large.includes(table))).to.deep.equal([]);
  });
});

/** As `db`, silent about where transactions begin and end: that has no plan. */
function statementsOf(db: Knex): Knex {
  const heard = new EventEmitter();
  db.on('query', (query: { sql: string }) => {
    if (!/^(BEGIN|COMMIT|ROLLBACK)/.test(query.sql)) heard.emit('query', query);
  });
  const part = { on: heard.on.bind(heard), off: heard.off.bind(heard), raw: db.raw.bind(db) };
  return part as unknown as Knex; // all that is used of it
}

const portion = 10_000; // a statement may not take 15 seconds, also where the machine is busy

async function seed(db: Knex): Promise<void> {
  const fill = async (table: string, columns: string, values: string, rows: number) => {
    for (let from = 1; from <= rows; from += portion)
      await db.raw(
        `INSERT INTO ${table} (${columns})
         SELECT ${values} FROM generate_series(${from}, ${Math.min(rows, from + portion - 1)}) n`,
      );
  };
  const guild = `1000 + n % ${guilds}`;
  await fill('guilds', 'id', '999 + n', guilds);
  await fill('discord_users', 'id', 'n', members);
  await fill('guild_members', 'guild_id, user_id, roles', `${guild}, n, ARRAY[n % 900 + 1]`, members);
  await fill('guild_roles', 'guild_id, id, name', `${guild}, n, 'role'`, 20_000);
  await fill('squads', 'guild_id, name, role_id', `${guild}, 'squad ' || n, n`, 5_000);
  const squad = '(SELECT min(id) FROM squads s WHERE s.guild_id = 1000 + n % 1000)';
  await fill('squad_members', 'guild_id, user_id, squad_id', `${guild}, n, ${squad}`, members / 2);
  const state = "CASE n % 1000 WHEN 0 THEN 'failed' WHEN 1 THEN 'wanted' ELSE 'granted' END";
  await fill('role_grants', 'guild_id, user_id, role_id, state', `${guild}, n, 7, ${state}`, members);
  await fill('former_squad_roles', 'guild_id, user_id, role_id', `${guild}, n, 5`, 2_000);
  await fill('bytes_roles', 'guild_id, role_id, threshold', `${guild}, n, 10`, 3);
  const daily = `${guild}, n, 'daily', 10, 'msg:' || n, 20001, 1, 1`;
  await fill(
    'bytes',
    'guild_id, receiver_id, kind, amount, operation, day, streak, multiplier',
    daily,
    members / 2,
  );
  const transfer = `'int:' || n, ${guild}, 'transfer', '{}', now() - n * interval '1 minute'`;
  await fill('operations', 'id, guild_id, kind, outcome, created_at', transfer, members / 2);
  const refused = `n, ${guild}, '{"kind":"react"}', 403, '1', ''`;
  await fill('failed_effects', 'job, guild_id, effect, status, code, why', refused, 20_000);
  await fill('outage_days', 'day, declared_by', "20000, 'owner'", 1);
  await db.raw('ANALYZE');
}
