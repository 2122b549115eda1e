import { expect } from 'chai';
import { useRedis } from '../testing/redis.ts';
import { type Holding, type Holdings, openHoldings } from './holdings.ts';
import { silent } from './log.ts';

const timing = { ttl: 300, every: 30, sure: 150 };

describe('what is leased', () => {
  const redis = useRedis();
  const open: Holdings<Holding>[] = [];
  beforeEach(() => redis.redis.flushdb());
  afterEach(async () => {
    for (const holdings of open.splice(0)) await holdings.stop();
  });

  let isDeaf = false;
  const never = new Promise<never>(() => {});
  function enter(holder: string, begin: (index: number) => Promise<Holding>, count = 2) {
    const order = { kind: 'test', count, holder, timing };
    const through = new Proxy(redis.redis, {
      get: (target, name) => (isDeaf ? () => never : Reflect.get(target, name, target).bind?.(target)),
    });
    const holdings = openHoldings({ redis: through, log: silent }, order, begin);
    open.push(holdings);
    return holdings;
  }
  async function until(probe: () => boolean): Promise<void> {
    while (!probe()) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const idle = async () => ({ stop: async () => {} });

  it('is given back as each ends, not only when all have, by a process that stops', async () => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const first = enter('first', async (index) => ({
      stop: () => (index === 0 ? ended : Promise.resolve()),
    }));
    await first.start();
    const stopped = first.stop();
    const taken: number[] = [];
    const second = enter('second', (index) => {
      taken.push(index);
      return idle();
    });
    await second.start();
    await until(() => taken.length > 0);
    expect(taken).to.deep.equal([1]);
    end();
    await stopped;
    await until(() => taken.length === 2);
  });

  it('is left to another where it cannot be begun', async () => {
    let attempts = 0;
    const first = enter('first', async (index) => {
      if (index === 1) return idle();
      attempts += 1;
      throw new Error('cannot');
    });
    await first.start();
    await until(() => attempts === 3);
    const second = enter('second', idle);
    await second.start();
    await until(() => second.live.length === 1);
    expect(first.live).to.have.length(1);
  });

  it('lets go where Redis stopped to answer while it began', async () => {
    let go = () => {};
    const begun = new Promise<void>((resolve) => {
      go = resolve;
    });
    let sureAgain: Promise<void> | undefined;
    const alone = enter(
      'alone',
      async () => {
        await begun;
        return {
          stop: async () => {},
          doubt(sure: Promise<void>) {
            sureAgain = sure;
          },
        };
      },
      1,
    );
    const started = alone.start();
    await new Promise((resolve) => setTimeout(resolve, timing.every));
    isDeaf = true;
    await new Promise((resolve) => setTimeout(resolve, 1.5 * timing.sure));
    go();
    await started;
    expect(sureAgain).to.be.instanceOf(Promise);
    isDeaf = false;
  });
});
