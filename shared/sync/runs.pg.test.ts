import { expect } from 'chai';
import type { ChunkEvent, MemberSighting } from '../core/events.ts';
import { snowflakeAt } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import { useRedis } from '../testing/redis.ts';
import { saveMembers } from './member-rows.ts';
import { finishRun, noteChunk } from './run-chunks.ts';
import { endRuns, latestRun, postponeRun, reviveRuns, takeRuns, wantRuns } from './runs.ts';

const guild = '290926798626357999';
const hold = { shard: 0, shards: 1, session: 'one', now: 1_800_000_000_000 };
const wish = { guild, reason: 'panel', requestedBy: 'ada' } as const;

describe('runs that load all members of a guild', () => {
  const database = useDatabase();
  const memory = useRedis();
  let db: Knex;
  const want = () => wantRuns({ db, redis: memory.redis }, [wish]);

  before(() => {
    db = database.db;
  });
  beforeEach(async () => {
    await db('sync_runs').delete();
    await db('guild_members').delete();
    await db('guilds').delete();
    await db('guilds').insert({ id: guild });
  });

  function chunkOf(run: ChunkEvent['run'], index: number, count: number, names: string[]): ChunkEvent {
    return { guild, run, index, count, members: names.map(memberOf) };
  }
  async function save(chunk: ChunkEvent) {
    const { run, members } = chunk;
    const seen = members.map((member) => ({ is: 'listed', guild, at: run.askedAt, member }) as const);
    const written = await transact(db, (trx) => saveMembers(trx, seen));
    return noteChunk(db, chunk, written);
  }

  it('are one per guild at a time', async () => {
    expect(await want()).to.have.length(1);
    expect(await want()).to.deep.equal([]);
  });

  it('are taken by the shard that has the guild, and once', async () => {
    await want();
    expect(
      await takeRuns(db, { ...hold, shards: 2, shard: 1 - (Number(BigInt(guild) >> 22n) % 2) }, 5),
    ).to.eql([]);
    const taken = await takeRuns(db, hold, 5);
    expect(taken).to.have.length(1);
    expect(taken[0]).to.have.nested.property('run.askedAt', hold.now);
    expect(await takeRuns(db, hold, 5)).to.eql([]);
  });

  it('end with the last chunk, whichever comes last and however often; who was not named is gone', async () => {
    const absent = { is: 'listed', guild, at: 1_000, member: memberOf('absent') } as const;
    await transact(db, (trx) => saveMembers(trx, [absent]));
    await want();
    const [taken] = await takeRuns(db, hold, 5);
    if (!taken) throw new Error('nothing was taken');
    const first = chunkOf(taken.run, 0, 2, ['ada', 'grace']);
    const second = chunkOf(taken.run, 1, 2, ['linus']);
    expect(await save(second)).to.include({ chunks: 2, done: 1, members: 1 });
    expect(await save(second)).to.include({ done: 1, members: 1 });
    expect(await finishRun(db, taken.run)).to.equal(undefined);
    expect(await save(first)).to.include({ done: 2, members: 3 });
    expect(await finishRun(db, taken.run)).to.equal(guild);
    expect(await finishRun(db, taken.run)).to.equal(undefined);
    expect(await latestRun({ db }, guild)).to.include({ state: 'done', members: 3, written: 3, gone: 1 });
    expect(await db('guild_members').where({ active: true }).pluck('name')).to.have.members([
      'ada',
      'grace',
      'linus',
    ]);
    expect(await db('guilds').where({ id: guild }).first()).to.include({ member_count: 3 });
    expect(await db('sync_chunks').first()).to.equal(undefined);
  });

  it('end where the last two chunks are noted side by side', async () => {
    await want();
    const [taken] = await takeRuns(db, hold, 5);
    if (!taken) throw new Error('nothing was taken');
    const first = await db.transaction();
    expect(await noteChunk(first, chunkOf(taken.run, 0, 2, ['ada']), 1)).to.include({ done: 1 });
    const second = noteChunk(db, chunkOf(taken.run, 1, 2, ['linus', 'grace']), 1);
    const isWaiting = () =>
      db('pg_stat_activity').whereRaw("datname = current_database() AND wait_event_type = 'Lock'").first();
    while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.commit();
    expect(await second).to.include({ chunks: 2, done: 2, members: 3 });
    expect(await finishRun(db, taken.run)).to.equal(guild);
  });

  it('begin again with another session, and chunks of the attempt before count no more', async () => {
    await want();
    const [before] = await takeRuns(db, hold, 5);
    const next = { ...hold, session: 'two', now: hold.now + 60_000 };
    await db.raw("UPDATE sync_runs SET heard_at = heard_at - interval '16 seconds'");
    await reviveRuns(db, next, null);
    const [after] = await takeRuns(db, next, 5);
    if (!before || !after) throw new Error('nothing was taken');
    expect(after.run).to.include({ id: before.run.id, attempt: 2 });
    expect(await save(chunkOf(before.run, 0, 1, ['ada']))).to.equal(undefined);
    expect(await save(chunkOf(after.run, 0, 1, ['ada']))).to.include({ done: 1 });
  });

  it('stay with the session of another number of shards while chunks come in', async () => {
    await want();
    const [taken] = await takeRuns(db, hold, 5);
    if (!taken) throw new Error('nothing was taken');
    const beside = { ...hold, session: 'beside' };
    await reviveRuns(db, beside, 0);
    expect(await latestRun({ db }, guild)).to.include({ state: 'running', attempt: 1 });
    await db.raw("UPDATE sync_runs SET heard_at = heard_at - interval '16 seconds'");
    await save(chunkOf(taken.run, 0, 2, ['ada']));
    await reviveRuns(db, beside, 0);
    expect(await latestRun({ db }, guild)).to.include({ state: 'running', attempt: 1 });
  });

  it('leave room for others where they are of a gap', async () => {
    const all = [1n, 2n, 3n].map((n) => String(BigInt(guild) + n));
    await db('guilds').insert(all.map((id) => ({ id })));
    const gaps = all.map((id) => ({ guild: id, reason: 'gap', requestedBy: null }) as const);
    await wantRuns({ db, redis: memory.redis }, gaps);
    expect(await takeRuns(db, hold, 1, 1)).to.eql([]);
    expect(await takeRuns(db, hold, 3, 1)).to.have.length(2);
    await want();
    expect((await takeRuns(db, hold, 1, 1)).map((run) => run.guild)).to.eql([guild]);
  });

  it('wait twice as long each time that nothing is heard of them, and fail in the end', async () => {
    await want();
    let now = hold.now;
    for (let attempt = 1; attempt <= 8; attempt++) {
      now += 3_600_000;
      expect(await takeRuns(db, { ...hold, now }, 5)).to.have.length(1);
      await reviveRuns(db, { ...hold, now: now + 1 }, 0);
      expect(await takeRuns(db, { ...hold, now: now + 2 }, 5)).to.eql([]);
    }
    const run = await latestRun({ db }, guild);
    expect(run).to.include({ state: 'failed', attempt: 8 });
    expect(run?.why).to.include('Try again later');
  });

  it('are silent by the clock of Postgres, which hears of them', async () => {
    await want();
    const stateOf = async () => (await latestRun({ db }, guild))?.state;
    const ahead = { ...hold, now: Date.now() + 600_000 };
    await takeRuns(db, ahead, 5);
    await reviveRuns(db, { ...ahead, now: ahead.now + 600_000 }, 60_000);
    expect(await stateOf()).to.equal('running');
    await db.raw("UPDATE sync_runs SET heard_at = heard_at - interval '61 seconds'");
    await reviveRuns(db, ahead, null);
    expect(await stateOf()).to.equal('running');
    await reviveRuns(db, ahead, 60_000);
    expect(await stateOf()).to.equal('queued');
  });

  it('wait as long as Discord says, and end with their guild', async () => {
    await want();
    await takeRuns(db, hold, 5);
    await postponeRun(db, guild, hold.now + 30_000);
    expect(await takeRuns(db, { ...hold, now: hold.now + 29_000 }, 5)).to.eql([]);
    expect(await takeRuns(db, { ...hold, now: hold.now + 30_000 }, 5)).to.have.length(1);
    await endRuns(db, [guild], { is: 'abandoned' });
    expect(await latestRun({ db }, guild)).to.include({ state: 'abandoned' });
    expect(await want()).to.have.length(1);
  });
});

function memberOf(name: string): MemberSighting {
  const id = snowflakeAt(1_700_000_000_000, Buffer.from(name).readUInt16BE());
  return {
    user: { id, username: name, globalName: null, avatar: null, bot: false },
    nick: null,
    avatar: null,
    roles: [],
    joinedAt: null,
    timedOutUntil: null,
    pending: false,
  };
}
