import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../../scripts/sandbox/index.ts';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { type TestProcess, useProcesses } from '../../shared/testing/processes.ts';
import { useRedis } from '../../shared/testing/redis.ts';

/** Each batch holds 256 at most: even the fewer are many batches, in the middle of which something happens. */
const many = process.env.TEST_FULL ? 10_000 : 600;
const names = Array.from({ length: many }, (_, i) => `member${i}`);
const [early, late] = [names.slice(0, many / 2), names.slice(many / 2)];
const few = names.slice(0, 300);
const guild = guildId('Crowd');
const world = { guilds: [{ name: 'Crowd', members: names.map((name) => ({ name })) }] };

describe('daily awards, from the socket to the ledger', () => {
  const database = useDatabase();
  const redis = useRedis();
  const processes = useProcesses();
  let sandbox: Sandbox;
  let running: TestProcess[] = [];

  beforeEach(async () => {
    await redis.redis.flushdb();
    await database.db.raw(
      'TRUNCATE role_grants, bytes, guild_members, discord_users, guilds, bot_statuses CASCADE',
    );
    sandbox = await startSandbox({ world, identifyEvery: 1, resumeBuffer: 50_000, globalLimit: 0 });
  });
  afterEach(async () => {
    await Promise.all(running.map((process) => process.kill()));
    running = [];
    expect(sandbox.violations).to.deep.equal([]);
    await sandbox.stop();
  });

  it('pay, persist, and react to the message that earned it', async () => {
    await start('workers/main.ts');
    await start('shards/main.ts');
    await start('workers/main.ts', {}, 'effects');
    const message = post('member0');
    const reaction = await sandbox.request(
      ({ path }) => path.includes(`/messages/${message}/reactions/`),
      15_000,
    );
    expect(reaction).to.include({ method: 'PUT', status: 204 });
    expect(await daily()).to.deep.equal({ members: 1, rows: 1 });
    await stopAll();
  });

  it('pay once for messages that are sent twice', async () => {
    await start('workers/main.ts');
    await start('shards/main.ts');
    sandbox.trouble.duplicate(true);
    postAs(few);
    postAs(few);
    await paid(few);
  });

  it('pay once for messages that two shards of different generations see', async () => {
    await start('workers/main.ts');
    await start('shards/main.ts', { SHARD_COUNT: '1' });
    await start('shards/main.ts', { SHARD_COUNT: '2', SHARD_PROCESS: '1' });
    postAs(few);
    postAs(few);
    await paid(few);
  });

  it(`lose none and double none when a worker is killed in the middle of ${many}`, async () => {
    const doomed = await start('workers/main.ts');
    await start('workers/main.ts', { WORKER_PROCESS: '1' });
    await start('shards/main.ts');
    postAs(early);
    await someArePaid();
    await doomed.kill();
    postAs(late);
    await paid(names);
    expect(await reactions()).to.deep.equal(await payingMessages());
  });

  it(`lose none and double none when Redis is emptied in the middle of ${many}`, async () => {
    await start('workers/main.ts');
    await start('shards/main.ts');
    postAs(early);
    await someArePaid();
    await redis.redis.flushdb();
    postAs(late);
    await paid(names);
  });

  it('miss nothing over a planned restart of everything', async () => {
    await start('workers/main.ts');
    await start('shards/main.ts');
    postAs(early);
    await someArePaid();
    await stopAll();
    postAs(late);
    await start('shards/main.ts');
    await start('workers/main.ts');
    await paid(names);
    expect(await reactions()).to.deep.equal(await payingMessages());
    expect(sandbox.sessions).to.include({ identifies: 1 });
    await stopAll();
  });

  async function start(
    main: string,
    environment: NodeJS.ProcessEnv = {},
    ...args: string[]
  ): Promise<TestProcess> {
    const common = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      SECRET: 's'.repeat(32),
      LOG_LEVEL: 'warn',
    };
    const discord = { DISCORD_TOKEN: sandbox.token, DISCORD_API: sandbox.api };
    const process = await processes.start(main, { ...common, ...discord, ...environment }, ...args);
    running.push(process);
    if (main.startsWith('shards'))
      await sandbox.waitFor(() => sandbox.sessions.open.length === shards(), 20_000);
    return process;
  }

  const shards = () => running.filter(({ main }) => main.startsWith('shards')).length;

  async function stopAll(): Promise<void> {
    const codes = await Promise.all(running.splice(0).map((process) => process.stop()));
    expect(codes.every((code) => code === 0)).to.equal(true);
  }

  function post(name: string): string {
    return sandbox.message({ guild, author: userId(name), content: `hello from ${name}` }).id;
  }

  /** Each writes once: a message that is lost is an award that is missing. */
  function postAs(members: string[]): void {
    for (const name of members) post(name);
  }

  async function daily(): Promise<{ members: number; rows: number }> {
    const { rows } = await database.db.raw(
      "SELECT count(DISTINCT receiver_id)::int AS members, count(*)::int AS rows FROM bytes WHERE kind = 'daily'",
    );
    return rows[0];
  }

  const someArePaid = () => eventually(async () => (await daily()).members > 0);

  /** These members have exactly one award, nobody else has any, the queue is empty, and the ledger adds up. */
  async function paid(members: string[]): Promise<void> {
    await eventually(async () => (await daily()).members === members.length && (await queueIsEmpty()));
    expect(await daily()).to.deep.equal({ members: members.length, rows: members.length });
    expect(await findDifferences({ db: database.db })).to.deep.equal([]);
    const wrote = 'SELECT DISTINCT balance FROM guild_members WHERE last_day IS NOT NULL OR balance <> 0';
    const { rows } = await database.db.raw(wrote);
    expect(rows).to.deep.equal([{ balance: '110' }]);
  }

  async function payingMessages(): Promise<string[]> {
    const { rows } = await database.db.raw<{ rows: { operation: string }[] }>(
      "SELECT operation FROM bytes WHERE kind = 'daily'",
    );
    return rows.map(({ operation }) => operation.replace('msg:', 'react-')).sort();
  }

  /** Ids of the reactions that wait to be made, after all else: no process makes them. */
  const reactions = async () => (await redis.redis.zrange('{0/1}:effects:prioritized', '0', '-1')).sort();

  async function queueIsEmpty(): Promise<boolean> {
    const { redis: client } = redis;
    const lengths = [
      client.llen('{0/1}:events:wait'),
      client.llen('{0/1}:events:active'),
      client.zcard('{0/1}:events:delayed'),
    ];
    return (await Promise.all(lengths)).every((length) => length === 0);
  }
}).timeout(120_000);

/** Looks again until it holds; the test's own timeout is the limit. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
