import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { guildId, type Sandbox, startSandbox, userId } from '../scripts/sandbox/index.ts';
import { type RedisCluster, startRedisCluster } from '../scripts/services/redis-cluster.ts';
import { partitionOf, tag } from '../shared/core/keys.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { type TestProcess, useProcesses } from '../shared/testing/processes.ts';

const guilds = ['Ant', 'Bee', 'Cat', 'Dog', 'Elk', 'Fox'];
const partitions = 4;
const members = ['ada', 'grace', 'linus'];

describe('a Redis Cluster', function () {
  this.timeout(90_000);
  const database = useDatabase();
  const running: TestProcess[] = [];
  const dir = mkdtempSync(join(tmpdir(), 'redis-cluster-'));
  let cluster: RedisCluster;
  let sandbox: Sandbox;

  before(async () => {
    cluster = await startRedisCluster({ dir, size: 3, password: 'se/cret' });
    const world = {
      guilds: guilds.map((name) => ({
        name,
        channels: [{ name: 'general' }],
        members: members.map((member) => ({ name: member })),
      })),
    };
    sandbox = await startSandbox({ world, identifyEvery: 1, globalLimit: 0 });
    const environment = {
      ...{
        DATABASE_URL: database.url,
        REDIS_URL: cluster.url,
        REDIS_CLUSTER: 'true',
        PARTITIONS: String(partitions),
      },
      ...{
        DISCORD_TOKEN: sandbox.token,
        DISCORD_API: sandbox.api,
        SECRET: 's'.repeat(32),
        LOG_LEVEL: 'warn',
      },
    };
    const mains = [['workers/main.ts'], ['workers/main.ts', 'effects'], ['shards/main.ts']];
    for (const [main = '', ...args] of mains) running.push(await processes.start(main, environment, ...args));
    await sandbox.waitFor(() => sandbox.sessions.open.length === 1, 20_000);
  });
  after(async () => {
    for (const process of running) await process.kill();
    await sandbox?.stop();
    await cluster?.stop();
    rmSync(dir, { recursive: true });
  });

  const processes = useProcesses(); // after our own hook: it asks whether anything was left running

  const post = (member: string) => {
    for (const name of guilds)
      sandbox.message({ guild: guildId(name), author: userId(member), content: 'hello' });
  };
  const reactions = () => sandbox.requests.filter(({ path }) => path.includes('/reactions/'));
  const paid = async () =>
    Number((await database.db('bytes').where({ kind: 'daily' }).count('* as n').first())?.n);

  it('serves guilds of every partition, and of those whose nodes are there while one is away', async () => {
    post('ada');
    await reaches(paid, guilds.length);
    await sandbox.waitFor(() => reactions().length === guilds.length, 20_000);
    const nodes = await Promise.all(guilds.map((name) => nodeOf(name, cluster.url)));
    const onOthers = nodes.filter((node) => node !== 0);
    expect(onOthers).to.have.length(4);
    await cluster.nodes[0]?.kill();
    post('grace');
    await reaches(paid, guilds.length + onOthers.length);
    await cluster.restart(0);
    post('linus');
    await reaches(paid, 3 * guilds.length);
    await sandbox.waitFor(() => reactions().length === 3 * guilds.length, 20_000);
  });
});

/** Of the cluster's three nodes, which have the slots in order, a third each. */
async function nodeOf(guild: string, url: string): Promise<number> {
  const redis = new Redis(url);
  const slot = Number(await redis.cluster('KEYSLOT', tag(partitionOf(guildId(guild), partitions))));
  redis.disconnect();
  return Math.floor((slot * 3) / 16_384);
}

async function reaches(count: () => Promise<number>, wanted: number): Promise<void> {
  while ((await count()) < wanted) await new Promise((resolve) => setTimeout(resolve, 50));
}
