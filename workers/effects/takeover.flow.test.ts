import { REST } from '@discordjs/rest';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { guildId, type Sandbox, startSandbox } from '../../scripts/sandbox/index.ts';
import { type Gate, openGate } from '../../shards/redis-gate.fixture.ts';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import { type Holding, type Holdings, openHoldings } from '../../shared/core/holdings.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { type Effect, openQueues } from '../../shared/core/queues.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { useDatabase } from '../../shared/testing/database.ts';

import { useRedis } from '../../shared/testing/redis.ts';
import { startEffects } from './start.ts';

const of = 2;
const names = Array.from({ length: 8 }, (_, n) => `Guild ${n}`);
const timing = { ttl: 800, every: 80, sure: 500 };

describe('effects that several processes share', () => {
  const database = useDatabase();
  const redis = useRedis();
  const left: { close(): Promise<unknown> | unknown }[] = [];
  let sandbox: Sandbox;
  let gate: Gate;
  let queues: ReturnType<typeof openQueues>;

  before(async () => {
    const world = { guilds: names.map((name) => ({ name, members: [{ name: 'ada' }] })) };
    sandbox = await startSandbox({ world, globalLimit: 0 });
    gate = await openGate(redis.url);
    queues = openQueues(redis.redis, silent);
  });
  after(async () => {
    gate.open();
    for (const each of left.reverse()) await each.close();
    await queues.close();
    gate.close();
    await sandbox.stop();
    expect(sandbox.violations).eql([]);
  });

  /** As workers/main.ts does it. `held`: its requests wait for that. */
  async function enter(holder: string, url: string, held?: () => Promise<void> | undefined) {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    connection.on('error', () => {});
    const core = {
      ...{ log: silent, metrics: openMetrics(), redis: connection, partitions: of, clock: Date.now },
      ...{ db: database.db, recorder: noRecorder },
    };
    const openRest = () => {
      const rest = new REST({ api: sandbox.api, version: '10' }).setToken(sandbox.token);
      const request = rest.options.makeRequest;
      rest.options.makeRequest = async (...asked) => {
        await held?.();
        return request(...asked);
      };
      return rest;
    };
    const effects = startEffects(core, openRest, { lockDuration: 400, stalledInterval: 200 });
    const lease = { kind: 'effects', count: of, holder, expected: 2, timing };
    const has = new Set<number>();
    const holdings: Holdings<Holding> = openHoldings(core, lease, async (index) => {
      const running = effects.begin({ index, of });
      has.add(index);
      return {
        async stop() {
          await running.close();
          has.delete(index);
        },
      };
    });
    left.push({ close: () => connection.disconnect() }, { close: holdings.stop });
    await holdings.start();
    return has;
  }

  let posted = 0;
  /** Asks for a message in every guild. */
  async function ask(content: string): Promise<void> {
    for (const name of names) {
      const guild = guildId(name);
      const [channel = ''] = sandbox.world.guilds.get(guild)?.channels.keys() ?? [];
      posted += 1;
      const nonce = snowflakeAt(Date.now(), posted);
      const say: Effect = { kind: 'say', guild, channel, nonce, content, pings: [] };
      await queues.queue('effects', partitionOf(guild, of)).add('say', say, { jobId: `say-${posted}` });
    }
  }
  const said = (content: string) =>
    [...sandbox.world.channels.values()].flatMap(({ messages }) =>
      [...messages.values()].filter((message) => message.content === content),
    ).length;
  async function until(probe: () => boolean): Promise<void> {
    while (!probe()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it('are done by another when the process of their partition dies, and none twice', async () => {
    expect(new Set(names.map((name) => partitionOf(guildId(name), of).index)).size).equal(of);
    let goOn = () => {};
    let held: Promise<void> | undefined;
    const doomed = await enter('doomed', gate.url, () => held);
    const other = await enter('other', redis.url);
    expect([doomed.size, other.size]).eql([1, 1]);
    const standing = await enter('standing by', redis.url);
    expect(standing.size).equal(0);
    await ask('before');
    await until(() => said('before') === names.length);

    held = new Promise((resolve) => {
      goOn = resolve;
    });
    await ask('meanwhile'); // of the doomed process' partition all are under way, or about to be
    gate.shut();
    await until(() => said('meanwhile') === names.length);
    expect(other.size + standing.size).equal(of);
    goOn();
    gate.open();
    await ask('after');
    await until(() => said('after') === names.length);
    for (const content of ['before', 'meanwhile', 'after']) expect(said(content)).equal(names.length);
  });
});
