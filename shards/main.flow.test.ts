import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../scripts/sandbox/index.ts';
import { keys } from '../shared/core/keys.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { programAt } from '../shared/testing/processes.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { type Consumer, consume, endSandbox, until } from './bot.fixture.ts';

interface Running {
  process: ChildProcess;
  lines: string[];
  exited: Promise<unknown[]>;
}

describe('the shard process', () => {
  const redis = useRedis();
  const database = useDatabase({ pool: 1 });
  let sandbox: Sandbox;
  let consumer: Consumer;
  const running: Running[] = [];

  beforeEach(async () => {
    await redis.redis.flushdb();
    await database.db('installation').del();
    await database.db('bot_statuses').del();
    sandbox = await startSandbox({ identifyEvery: 1 });
    consumer = consume(redis.url);
  });
  afterEach(async () => {
    for (const { process, exited } of running.splice(0)) {
      process.kill('SIGKILL');
      await exited;
    }
    await consumer.close();
    await endSandbox(sandbox);
  });

  function run(environment: Record<string, string> = {}): Running {
    const { path, execArgv } = programAt('shards/main.ts');
    const child = spawn(process.execPath, [...execArgv, path], {
      env: {
        PATH: process.env.PATH,
        DISCORD_TOKEN: sandbox.token,
        DISCORD_API: sandbox.api,
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        SECRET: 'x'.repeat(32),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const started = { process: child, lines: [] as string[], exited: once(child, 'exit') };
    child.stdout.setEncoding('utf8').on('data', (text: string) => started.lines.push(...text.split('\n')));
    running.push(started);
    return started;
  }
  const say = (content: string) =>
    sandbox.message({ guild: guildId('Workshop'), author: userId('ada'), content });
  const heard = (content: string) => until(() => consumer.contents().includes(content));
  /** Until then a stop or a kill would leave a session that nobody knows. */
  const persisted = () =>
    until(
      async () =>
        (await redis.redis.get(keys.watermark({ index: 0, of: 1 }, 0, 1)))?.includes('"sequence"') ?? false,
    );

  it('drains and leaves with 0 when told to, and resumes when it comes back', async () => {
    const first = run();
    await persisted();
    say('before');
    first.process.kill('SIGINT');
    expect(await first.exited).to.deep.equal([0, null]);
    expect(await database.db('process_statuses').select('state')).to.deep.equal([{ state: 'stopped' }]);
    say('meanwhile');
    run();
    await heard('meanwhile');
    expect(consumer.contents()).to.deep.equal(['before', 'meanwhile']);
    expect(sandbox.sessions).to.include({ identifies: 1, resumes: 1 });
  });

  it('misses nothing after a kill', async () => {
    const first = run();
    await persisted();
    say('before');
    await heard('before');
    say('unpersisted');
    first.process.kill('SIGKILL');
    await first.exited;
    say('while dead');
    run();
    await heard('while dead');
    expect(consumer.contents()).to.include.members(['before', 'unpersisted']);
    expect(sandbox.sessions.identifies).to.equal(1);
  });

  it('waits while the REST API is away, and then starts', async () => {
    sandbox.trouble.refuseRest({ status: 500, times: 4, match: '/applications/@me' });
    const { lines } = run();
    await persisted();
    expect(lines.filter((line) => line.includes('Discord does not answer'))).to.have.lengthOf(1);
  });

  it('stops with one sentence and 78 at a token that Discord rejects', async () => {
    const { exited, lines } = run({ DISCORD_TOKEN: sandbox.token.replace(/.$/, '_') });
    expect(await exited).to.deep.equal([78, null]);
    const fatal = lines.filter((line) => line.includes('"level":60'));
    expect(fatal).to.have.lengthOf(1);
    expect(fatal[0]).to.include('DISCORD_TOKEN');
    expect(await database.db('process_statuses').select('state')).to.deep.equal([{ state: 'failed' }]);
  });

  it('names a bad variable', async () => {
    const { exited, lines } = run({ PARTITIONS: 'many' });
    expect(await exited).to.deep.equal([78, null]);
    expect(lines.join('\n')).to.include('PARTITIONS');
  });

  it('does not start with another number of partitions', async () => {
    await database.db('installation').insert({ partitions: 4 });
    const { exited, lines } = run();
    expect(await exited).to.deep.equal([78, null]);
    expect(lines.join('\n')).to.include('set up with 4');
  });
});
