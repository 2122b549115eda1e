import { expect } from 'chai';
import { useRedis } from '../testing/redis.ts';
import { keys } from './keys.ts';
import { type LeaseOrder, type Leases, openLeases, type Standing } from './leases.ts';
import { silent } from './log.ts';

const timing = { ttl: 500, every: 50, sure: 300 };
const count = 4;

describe('leases', () => {
  const redis = useRedis();
  const open: Leases[] = [];
  beforeEach(() => redis.redis.flushdb());
  afterEach(async () => {
    for (const leases of open.splice(0)) await leases.stop();
  });

  /** One who gives back at once what others wait for; `deaf`: its turns do not reach Redis any more. */
  function enter(holder: string, order: Partial<LeaseOrder> = {}) {
    let mine: readonly number[] = [];
    let isSure = false;
    let isDeaf = false;
    const never = new Promise<never>(() => {});
    const through = new Proxy(redis.redis, {
      get: (target, name) => (isDeaf ? () => never : Reflect.get(target, name, target).bind?.(target)),
    });
    const follow = (standing: Standing) => {
      isSure = standing.is === 'sure';
      if (standing.is === 'unsure') return;
      const { surplus } = standing;
      mine = standing.mine.filter((index) => !surplus.includes(index));
      if (surplus.length > 0) void leases.giveBack(surplus);
    };
    const leases = openLeases(
      { redis: through, log: silent },
      { kind: 'test', count, holder, timing, ...order },
      follow,
    );
    open.push(leases);
    return {
      start: () => leases.start(),
      rest: () => leases.rest(),
      giveBack: async (indexes: readonly number[]) => {
        await leases.giveBack(indexes);
        mine = mine.filter((index) => !indexes.includes(index));
      },
      stop: () => {
        open.splice(open.indexOf(leases), 1);
        return leases.stop();
      },
      /** As a process that is killed. */
      die: () => {
        isDeaf = true;
        open.splice(open.indexOf(leases), 1);
        void leases.stop();
      },
      deafen: (to: boolean) => {
        isDeaf = to;
      },
      get mine() {
        return [...mine].sort();
      },
      get isSure() {
        return isSure;
      },
    };
  }
  type Holder = ReturnType<typeof enter>;
  const sizes = (...holders: Holder[]) => holders.map(({ mine }) => mine.length);
  const everything = (...holders: Holder[]) => holders.flatMap(({ mine }) => mine).sort();
  async function until(probe: () => boolean): Promise<void> {
    while (!probe()) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const all = [0, 1, 2, 3];

  it('all go to the only one who asks', async () => {
    const alone = enter('a');
    await alone.start();
    expect(alone.mine).to.deep.equal(all);
  });

  it('are shared evenly with whoever joins, and nothing moves that need not', async () => {
    const [a, b, c] = [enter('a'), enter('b'), enter('c')];
    await a.start();
    await b.start();
    await until(() => sizes(a, b).join() === '2,2');
    expect(everything(a, b)).to.deep.equal(all);
    const before = [a.mine, b.mine];
    await c.start();
    await until(() => everything(a, b, c).length === count && c.mine.length === 1);
    expect(sizes(a, b).sort()).to.deep.equal([1, 2]);
    for (const [i, holder] of [a, b].entries()) expect(before[i]).to.include.members(holder.mine);
  });

  it('go to one of two who ask at the same time', async () => {
    const holders = [enter('a'), enter('b'), enter('c')];
    await Promise.all(holders.map((each) => each.start()));
    await until(() => everything(...holders).length === count);
    expect(everything(...holders)).to.deep.equal(all);
  });

  it('are left to others who start at the same time, and taken where these do not come', async () => {
    const [a, b] = [enter('a', { expected: 2 }), enter('b', { expected: 2 })];
    await a.start();
    expect(a.mine.length).to.equal(2);
    await b.start();
    expect(everything(a, b)).to.deep.equal(all);
    await b.stop();
    await until(() => a.mine.length === count);
  });

  it('go to others when a process that has them dies, and not before their time is over', async () => {
    const [a, b] = [enter('a', { expected: 2 }), enter('b', { expected: 2 })];
    await a.start();
    await b.start();
    a.die();
    await new Promise((resolve) => setTimeout(resolve, 3 * timing.every));
    expect(b.mine.length).to.equal(2);
    await until(() => b.mine.length === count);
  });

  it('go at once to the next process of the same name', async () => {
    const former = enter('a');
    await former.start();
    former.die();
    const next = enter('a');
    await next.start();
    expect(next.mine).to.deep.equal(all);
  });

  it('are kept, and leave nothing to those beyond their number, until one goes', async () => {
    const [a, b] = [enter('a', { count: 1 }), enter('b', { count: 1 })];
    await a.start();
    await b.start();
    await new Promise((resolve) => setTimeout(resolve, 1.2 * timing.ttl));
    expect(sizes(a, b)).to.deep.equal([1, 0]);
    await a.stop();
    await until(() => b.mine.length === 1);
  });

  it('are taken again by who had them when Redis lost its memory', async () => {
    const [a, b] = [enter('a', { expected: 2 }), enter('b', { expected: 2 })];
    await a.start();
    await b.start();
    const before = [a.mine, b.mine];
    await redis.redis.flushdb();
    const seen: number[][] = [];
    for (let look = 0; look < 30; look++) {
      seen.push(sizes(a, b));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(seen).to.deep.equal(seen.map(() => [2, 2]));
    expect([a.mine, b.mine]).to.deep.equal(before);
  });

  it('are taken again by who had them when Redis was away for longer than a lease, whoever comes first', async () => {
    const [a, b, c] = [enter('a', { expected: 2 }), enter('b', { expected: 2 }), enter('c')];
    await a.start();
    await b.start();
    const before = [a.mine, b.mine];
    const key = keys.leases('test', count);
    const stood = await redis.redis.hgetall(key);
    const past = String(Date.now() - 2 * timing.ttl);
    const expired = all.map((index) => [String(index), stood[index]?.replace(/^\d+/, past) ?? ''] as const);
    const gone = redis.redis.del(keys.leaseHolders('test', count));
    const set = redis.redis.hset(key, new Map([...expired, ['latest', past]]));
    await c.start();
    await Promise.all([gone, set]);
    expect(c.mine).to.deep.equal([]);
    await new Promise((resolve) => setTimeout(resolve, 2 * timing.every));
    for (const [i, { mine }] of [a, b].entries()) expect(before[i]).to.include.members(mine);
    await until(() => everything(a, b, c).length === count && c.mine.length === 1);
  });

  it('are left to others by who rests, but for those that it keeps', async () => {
    const a = enter('a');
    await a.start();
    a.rest();
    await a.giveBack([1]);
    const b = enter('b');
    await b.start();
    expect([a.mine, b.mine]).to.deep.equal([[0, 2, 3], [1]]);
    await until(() => sizes(a, b).join() === '2,2');
  });

  it('are doubted while Redis does not answer, and lost only to another', async () => {
    const [a, b] = [enter('a'), enter('b')];
    await a.start();
    a.deafen(true);
    await until(() => !a.isSure);
    expect(a.mine).to.deep.equal(all);
    await new Promise((resolve) => setTimeout(resolve, timing.ttl));
    await b.start();
    await until(() => b.mine.length === count);
    a.die();
  });
});
