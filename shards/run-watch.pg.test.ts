import { expect } from 'chai';
import { Redis } from 'ioredis';
import { channels } from '../shared/core/keys.ts';
import { type Log, silent } from '../shared/core/log.ts';
import { snowflakeAt } from '../shared/core/snowflake.ts';
import { queueRuns } from '../shared/sync/runs.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { until } from './bot.fixture.ts';
import { openRunWatch } from './run-watch.ts';

const shards = 4;
const guildOf = (shard: number) => snowflakeAt(1_700_000_000_000 + shard);
const shardOf = (guild: string) => Number((BigInt(guild) >> 22n) % BigInt(shards));

describe('the watch for runs', () => {
  const database = useDatabase({ pool: 2 });
  const memory = useRedis();
  const turns: number[] = [];
  const warnings: string[] = [];
  const log: Log = { ...silent, warn: (...words: unknown[]) => warnings.push(String(words.at(-1))) };
  let watch: ReturnType<typeof openRunWatch>;
  let isBroken = false;

  beforeEach(async () => {
    await database.db.raw('TRUNCATE sync_runs, guilds CASCADE');
    await database.db('guilds').insert([0, 1, 2, 3].map((n) => ({ id: guildOf(n) })));
    turns.length = 0;
    warnings.length = 0;
    isBroken = false;
    const loaders = [0, 1].map((id) => ({
      id,
      async loadMembers() {
        turns.push(id);
        if (isBroken) throw new Error('Postgres is away');
      },
    }));
    const subscriber = new Redis(memory.url, { maxRetriesPerRequest: null });
    watch = openRunWatch({ db: database.db, log, subscriber, shards }, () => loaders);
    watch.start();
  });
  afterEach(() => watch.stop());

  const wish = (guild: string) => ({ guild, reason: 'panel', requestedBy: null }) as const;
  const ours = [0, 1, 2, 3].map(guildOf).filter((guild) => shardOf(guild) < 2);
  const others = [0, 1, 2, 3].map(guildOf).filter((guild) => shardOf(guild) >= 2);

  /** Again and again, since a watch that just started may not listen yet; other tests announce as well. */
  async function announce(guild: string): Promise<void> {
    const before = turns.length;
    await until(async () => {
      await memory.redis.publish(channels.sync, guild);
      return turns.includes(shardOf(guild), before);
    });
  }

  it('gives a shard its turn when a run of one of its guilds is announced', async () => {
    for (const guild of ours) await announce(guild);
  });

  it('finds runs that nobody announced, those of its shards only', async () => {
    await queueRuns(database.db, [...ours, ...others].map(wish));
    await until(() => new Set(turns).size === 2);
    expect(new Set(turns)).to.deep.equal(new Set([0, 1]));
  });

  it('says once that it cannot, and again only after it could', async () => {
    const [guild = ''] = ours;
    await queueRuns(database.db, [wish(guild)]); // so that looks without an announcement fail as well
    isBroken = true;
    await announce(guild);
    await announce(guild);
    expect(warnings).to.have.lengthOf(1);
    isBroken = false;
    await announce(guild);
    isBroken = true;
    await announce(guild);
    await until(() => warnings.length === 2);
  });

  it('survives announcements that are none', async () => {
    for (const words of ['', 'guild', '-1', '9'.repeat(40)]) await memory.redis.publish(channels.sync, words);
    await announce(ours[0] ?? '');
  });
});
