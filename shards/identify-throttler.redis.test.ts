import { expect } from 'chai';
import { keys } from '../shared/core/keys.ts';
import { silent } from '../shared/core/log.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { openThrottler } from './identify-throttler.ts';

describe('identifying in turn', () => {
  const redis = useRedis();
  const limit = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 2 };
  const never = () => new AbortController().signal;
  const open = (limits = async () => limit, rest = 60_000) =>
    openThrottler({ redis: redis.redis, log: silent, limits, rest });
  beforeEach(() => redis.redis.flushdb());

  it('lets one shard of each bucket go', async () => {
    await open().waitForIdentify(0, never());
    await open().waitForIdentify(1, never());
    expect(await redis.redis.get(keys.identify(0))).to.equal('0');
    expect(await redis.redis.get(keys.identify(1))).to.equal('1');
  });

  it('lets the next one of a bucket go when it has rested, also from another process', async () => {
    await open(undefined, 20).waitForIdentify(0, never());
    await open(undefined, 20).waitForIdentify(2, never());
    expect(await redis.redis.get(keys.identify(0))).to.be.oneOf(['2', null]);
  });

  it('gives up its place in the queue when the socket closed', async () => {
    const gone = new AbortController();
    await open().waitForIdentify(0, never());
    const waiting = open().waitForIdentify(2, gone.signal);
    gone.abort(new Error('closed'));
    expect(await waiting.catch((error: Error) => error.message)).to.equal('closed');
  });

  it('waits while no identifies are left for the day', async () => {
    const gone = new AbortController();
    const asked: unknown[] = [];
    const waiting = open(async () => {
      asked.push(1);
      return { ...limit, remaining: 0, reset_after: 3_600_000 };
    }).waitForIdentify(0, gone.signal);
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    gone.abort(new Error('closed'));
    expect(await waiting.catch((error: Error) => error.message)).to.equal('closed');
    expect(await redis.redis.exists(keys.identify(0))).to.equal(0);
  });
});
