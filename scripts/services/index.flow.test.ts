import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startServices } from './index.ts';
import { Problem } from './problem.ts';
import { listProcesses } from './processes.ts';

const say = () => {};
const living = (mark: string) => listProcesses().filter(({ command }) => command.includes(mark));

describe('the services of a start', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'services-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('come up where nothing is, with passwords that only their owner can read, and go without a trace', async () => {
    const { databaseUrl, redisUrl, stop } = await startServices({ dataDir, say });
    try {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      expect((await client.query('SELECT current_database() AS name')).rows).to.deep.equal([
        { name: 'smarter' },
      ]);
      await client.end();
      const redis = new Redis(redisUrl);
      expect(await redis.ping()).to.equal('PONG');
      redis.disconnect();
      for (const name of ['postgres', 'redis']) {
        expect(statSync(join(dataDir, name, 'service.json')).mode & 0o077).to.equal(0);
      }
    } finally {
      await stop();
    }
    expect(living(dataDir)).to.deep.equal([]);
  });

  it('keep the sandbox apart from a real bot', async () => {
    const { databaseUrl, redisUrl, stop } = await startServices({ dataDir, isSandbox: true, say });
    await stop();
    expect(new URL(databaseUrl).pathname).to.equal('/smarter_sandbox');
    expect(new URL(redisUrl).pathname).to.equal('/1');
  });

  it('break off a start that is told to stop, and leave nothing running', async () => {
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(new Error('stopped')), 100);
    const { signal } = stopping;
    const fault = await startServices({ dataDir, signal, say }).catch((error: unknown) => error);
    expect(fault).to.have.property('message', 'stopped');
    expect(living(dataDir)).to.deep.equal([]);
  });

  it('bring a lost Redis back on its port', async () => {
    const said: string[] = [];
    const { redisUrl, stop } = await startServices({ dataDir, say: (line) => said.push(line) });
    try {
      const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
      await redis.ping();
      const [server] = living(join(dataDir, 'redis', 'redis.conf'));
      process.kill(server?.pid ?? 0, 'SIGKILL');
      await new Promise((resolve) => redis.once('close', resolve));
      expect(await redis.ping()).to.equal('PONG');
      expect(said).to.deep.equal(['Redis ended unexpectedly: starting it again.']);
      redis.disconnect();
    } finally {
      await stop();
    }
  });

  it('leave alone what is given', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const given = {
      databaseUrl: `postgres://a:b@127.0.0.1:${port}/c`,
      redisUrl: `redis://127.0.0.1:${port}`,
    };
    const { stop, ...urls } = await startServices({ dataDir, ...given, say });
    await stop();
    server.close();
    expect(urls).to.deep.equal(given);
    expect(readdirSync(dataDir)).to.deep.equal([]);
  });

  it('name the variable that leads nowhere, and stop what was started beside it', async () => {
    const fault = await startServices({ dataDir, redisUrl: 'redis://127.0.0.1:9', say }).catch(
      (error: unknown) => error,
    );
    expect(fault)
      .to.be.instanceOf(Problem)
      .with.property('message')
      .that.matches(/^REDIS_URL points to 127\.0\.0\.1:9/);
    expect(living(dataDir)).to.deep.equal([]);
  });

  it('say what is wrong with a data directory that cannot be', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    const fault = await startServices({ dataDir: join(file, 'data'), say }).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Problem).with.property('message').that.contains('DATA_DIR');
  });
});
