import { expect } from 'chai';
import { keys } from '../shared/core/keys.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { openSessions } from './sessions.ts';
import { openUnfinished, type Unfinished } from './unfinished.ts';
import type { Session } from './watermark.ts';

const session: Session = { id: 'a', url: 'wss://gateway.example/', shards: 2 };

describe('persisted sessions', () => {
  const redis = useRedis();
  let now = 0;
  let unfinished: Unfinished;
  const key = (index: number) => keys.watermark({ index, of: 2 }, 1, 2);
  const open = (owner = 'me') =>
    openSessions({
      redis: redis.redis,
      clock: () => ++now,
      shard: 1,
      shards: 2,
      partitions: 2,
      owner,
      unfinished,
    });
  beforeEach(async () => {
    await redis.redis.flushdb();
    now = 0;
    unfinished = openUnfinished(() => now);
  });

  it('come back after a restart', async () => {
    const before = open();
    expect(await before.load()).to.equal(undefined);
    expect(await before.save(session, 7)).to.deep.equal({ is: 'kept' });
    expect(await open('next').load()).to.deep.equal({ session, sequence: 7, at: 1 });
  });

  it('come back at the least watermark that any partition has', async () => {
    const before = open();
    await before.save(session, 7);
    const older = await redis.redis.get(key(1));
    await before.save(session, 9);
    await redis.redis.set(key(1), older ?? '');
    expect(await open('next').load()).to.deep.include({ session, sequence: 7 });
  });

  it('come back as the newest one where partitions differ', async () => {
    const before = open();
    await before.save(session, 7);
    const older = await redis.redis.get(key(1));
    await before.save({ ...session, id: 'b' }, 2);
    await redis.redis.set(key(1), older ?? '');
    expect(await open('next').load()).to.deep.include({ session: { ...session, id: 'b' }, sequence: 2 });
  });

  it('come back from the key of the version before, if they are of as many shards, until there are newer ones', async () => {
    const stored = { owner: 'before', ...session, sequence: 7, at: 1 };
    for (const index of [0, 1])
      await redis.redis.set(keys.formerWatermark({ index, of: 2 }, 1), JSON.stringify(stored));
    await open('killed at once').load();
    const next = open();
    expect(await next.load()).to.deep.equal({ session, sequence: 7, at: 1 });
    expect(await next.save(session, 9)).to.deep.equal({ is: 'kept' });
    expect(await open('later').load()).to.deep.include({ session, sequence: 9 });
    await redis.redis.del(key(0), key(1));
    for (const index of [0, 1])
      await redis.redis.set(
        keys.formerWatermark({ index, of: 2 }, 1),
        JSON.stringify({ ...stored, shards: 3 }),
      );
    expect(await open().load()).to.equal(undefined);
  });

  it('are not read from what another version wrote', async () => {
    await redis.redis.set(key(0), '{"session":"?"}');
    expect(await open().load()).to.equal(undefined);
  });

  it('show that Redis lost its memory, and are not overwritten then', async () => {
    const sessions = open();
    await sessions.save(session, 7);
    await redis.redis.flushdb();
    expect(await sessions.save(session, 8)).to.deep.equal({ is: 'lost' });
    expect(await redis.redis.get(key(0))).to.equal(null);
    expect(await sessions.save(session, 7)).to.deep.equal({ is: 'kept' });
  });

  it('show that Redis lost its memory before anything was persisted', async () => {
    const sessions = open();
    await sessions.load();
    await redis.redis.flushdb();
    expect(await sessions.save(session, 1)).to.deep.equal({ is: 'lost' });
  });

  it('show that Redis was set back to an earlier time', async () => {
    const sessions = open();
    await sessions.save(session, 7);
    const older = await redis.redis.get(key(0));
    await sessions.save(session, 8);
    await redis.redis.set(key(0), older ?? '');
    expect(await sessions.save(session, 9)).to.deep.equal({ is: 'lost' });
  });

  it('tell another process at work from lost memory, and leave the shard to it', async () => {
    const [mine, other] = [open('me'), open('other')];
    await mine.save(session, 7);
    await other.load();
    await other.save(session, 8);
    expect(await mine.save(session, 9)).to.deep.equal({ is: 'contested' });
    expect(await mine.save(session, 10)).to.deep.equal({ is: 'contested' });
    expect(await other.save(session, 11)).to.deep.equal({ is: 'kept' });
  });

  it('learn from the same step which batches workers finished', async () => {
    const [done, open_] = ['{0/2}:events:a-1-2', '{0/2}:events:a-3-4'];
    await redis.redis.hset(open_, 'data', '[]');
    unfinished.note(0, done, 0);
    unfinished.note(0, open_, 2);
    await open().save(session, 4);
    expect(unfinished.oldest(0, 5)).to.deep.equal([open_]);
  });

  it('take a batch that failed for good as finished, although its job is kept', async () => {
    const failed = '{0/2}:events:a-1-2';
    await redis.redis.hset(failed, { data: '[]', failedReason: 'hopeless', finishedOn: 1 });
    unfinished.note(0, failed, 0);
    await open().save(session, 4);
    expect(unfinished.oldest(0, 5)).to.deep.equal([]);
  });
});
