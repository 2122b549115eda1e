import { expect } from 'chai';
import { guildId } from '../../scripts/sandbox/index.ts';
import { wantRuns } from '../../shared/sync/runs.ts';
import { eventually, useLiveSync } from './live.fixture.ts';
import { expectMembersAsInDiscord } from './truth.fixture.ts';

const guild = guildId('Crowd');
const members = process.env.TEST_FULL ? 100_000 : 50_000;
const world = { guilds: [{ name: 'Crowd', generatedMembers: members - 2 }] }; // ada and the bot besides
const chunks = members / 1_000;

describe(`a load of ${members} members`, () => {
  const live = useLiveSync();
  const { database } = live;
  const start = async () =>
    [await live.start('shards/main.ts'), await live.start('workers/main.ts')] as const;

  it('ends with all rows although shard and worker are killed in the middle', async () => {
    await live.open({ world, resumeBytes: 67_108_864 });
    const worker = await live.start('workers/main.ts');
    const shard = await live.start('shards/main.ts');
    const enqueued = async () => (await live.chunksSaved(guild)) + (await live.chunksWaiting());
    await eventually(async () => (await enqueued()) >= 0.2 * chunks);
    await shard.kill();
    expect(await enqueued()).to.be.within(0.2 * chunks, 0.8 * chunks);
    await eventually(async () => (await live.chunksSaved(guild)) >= 0.2 * chunks);
    await worker.kill();
    expect(await live.chunksSaved(guild)).to.be.within(0.2 * chunks, 0.8 * chunks);
    await start();
    await live.loaded(guild);
    await expectMembersAsInDiscord(database.db, live.sandbox, guild);
    expect(await live.runOf(guild)).to.include({ attempt: 1, members, gone: 0 });
    expect(live.sandbox.sessions).to.include({ identifies: 1 });
  });

  it('writes no row where it was loaded before', async () => {
    const before = await fingerprint();
    const { id } = (await live.runOf(guild)) ?? {};
    const wish = { guild, reason: 'panel', requestedBy: null } as const;
    await wantRuns({ db: database.db, redis: live.redis.redis }, [wish]);
    await live.loaded(guild);
    const run = await live.runOf(guild);
    expect(run?.id).not.to.equal(id);
    expect(run).to.include({ members, written: 0, gone: 0 });
    expect(await fingerprint()).to.deep.equal(before);
  });

  /** Changes with every row version that is made, also with one that says the same (PostgreSQL manual, "System Columns"). */
  async function fingerprint(): Promise<unknown> {
    const print = (table: string) =>
      `(SELECT md5(string_agg(ctid::text || xmin::text, ',' ORDER BY ctid)) FROM ${table}) AS ${table}`;
    const { rows } = await database.db.raw(`SELECT ${print('guild_members')}, ${print('discord_users')}`);
    return rows;
  }
}).timeout(120_000);
