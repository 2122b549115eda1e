import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { checkoutRoot } from '../../services/checkout.ts';
import { startPostgres } from '../../services/postgres.ts';
import { Problem } from '../../services/problem.ts';
import { isRunning } from '../../services/processes.ts';
import type { Say } from '../../services/service.ts';

const name = 'bench';

/** The Postgres that holds the data, started where it was left; nobody else's. */
export interface Place {
  url: string;
  /** Empties it. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

/** What is there is worth minutes, not safety: it is built faster than a crash of the machine would allow. */
export async function openPlace(say: Say, folder = join('.data', 'bench')): Promise<Place> {
  const dir = resolve(checkoutRoot(), folder);
  mkdirSync(dir, { recursive: true });
  const owner = join(dir, 'owner.pid');
  const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : 0;
  if (pid && pid !== process.pid && isRunning({ pid, mark: 'scripts/bench' }))
    throw new Problem(`A bench is at work in ${folder} (process ${pid}). Wait until it is done.`);
  writeFileSync(owner, String(process.pid));
  const postgres = await startPostgres({ dir: join(dir, 'postgres'), ephemeral: true, say });
  await onServer(postgres.url, async (client) => {
    for (const [setting, value] of Object.entries(settings))
      await client.query(`ALTER SYSTEM SET ${setting} = '${value}'`);
    await client.query('SELECT pg_reload_conf()');
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${name}`);
  });
  return {
    url: Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href,
    renew: () =>
      onServer(postgres.url, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${name}`);
      }),
    async stop() {
      await postgres.stop();
      rmSync(owner, { force: true });
    },
  };
}

const settings = {
  max_wal_size: '2GB', // a load writes much, and each checkpoint writes it once more
  checkpoint_timeout: '30min',
  maintenance_work_mem: '512MB', // indexes of ten million rows, two at once
  autovacuum: 'off', // the build does it at its end, and nothing disturbs a measurement
};

/** Changes with the migrations: data of another schema is of no use. */
export function schemaPrint(): string {
  const folder = join(checkoutRoot(), 'shared', 'db', 'migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort())
    if (/^\d{4}-/.test(file)) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
