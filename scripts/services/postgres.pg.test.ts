import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { startPostgres } from './postgres.ts';
import { commandOf } from './processes.ts';
import type { Service } from './service.ts';

describe('an embedded Postgres', () => {
  const dir = mkdtempSync(join(tmpdir(), 'postgres-'));
  const pidFile = join(dir, 'data', 'postmaster.pid');
  let current: Service;
  const start = async () => {
    current = await startPostgres({ dir, ephemeral: true });
    return current;
  };
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: current.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  before(start);
  after(async () => {
    await current.kill();
    rmSync(dir, { recursive: true });
  });

  it('speaks UTF-8, sorts alike everywhere, and listens on the loopback interface only', async () => {
    expect(
      await query(`SELECT name, setting FROM pg_settings
      WHERE name IN ('server_encoding', 'listen_addresses', 'unix_socket_directories', 'io_method') ORDER BY name`),
    ).to.deep.equal([
      { name: 'io_method', setting: 'sync' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    expect(await query(`SELECT lower('ÄÖ') AS low, 'Z' < 'a' AS ascii`)).to.deep.equal([
      { low: 'äö', ascii: true },
    ]);
  });

  it('asks for its password', async () => {
    const url = Object.assign(new URL(current.url), { password: 'wrong' }).href;
    const fault = await new pg.Client({ connectionString: url }).connect().catch((error: unknown) => error);
    expect(fault).to.have.property('code', '28P01');
  });

  it('keeps data and port over a stop', async () => {
    await query('CREATE TABLE kept AS SELECT 128 AS balance');
    const { port } = current;
    await current.stop();
    expect((await start()).port).to.equal(port);
    expect(await query('SELECT balance FROM kept')).to.deep.equal([{ balance: 128 }]);
  });

  it('starts after a kill', async () => {
    const { pid } = current;
    await current.kill();
    await start();
    expect(commandOf(pid)).to.equal('');
    expect(await query('SELECT balance FROM kept')).to.deep.equal([{ balance: 128 }]);
  });

  it('takes the place of one that a killed run left behind', async () => {
    const { pid } = current;
    await start();
    expect(current.pid).not.to.equal(pid);
    expect(commandOf(pid)).to.equal('');
  });

  it('creates its data anew where a creation was cut short', async () => {
    await current.stop();
    rmSync(join(dir, 'data'), { recursive: true });
    mkdirSync(join(dir, 'data.new'));
    writeFileSync(join(dir, 'data.new', 'PG_VERSION'), '18\n');
    await start();
    expect(await query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    expect(existsSync(join(dir, 'data.new'))).to.equal(false);
  });

  it('does not take a stranger with the pid of its predecessor for its predecessor', async () => {
    await current.stop();
    writeFileSync(
      pidFile,
      `${process.pid}\n${join(dir, 'data')}\n0\n${current.port}\n\n127.0.0.1\n\nready\n`,
    );
    await start();
    expect(await query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });
});
