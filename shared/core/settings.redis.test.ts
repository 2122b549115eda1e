import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { useRedis } from '../testing/redis.ts';
import { announceChange, cacheSettings, followChanges } from './settings.ts';

describe('the settings cache', () => {
  it('loads all missing guilds with one call, and known ones with none', async () => {
    const loads: string[][] = [];
    const cache = cacheSettings(async (guilds) => {
      loads.push(guilds);
      return new Map(guilds.map((guild) => [guild, { guild }]));
    });
    await cache.get(['1', '2', '1']);
    expect(await cache.get(['1', '3'])).to.deep.equal(
      new Map([
        ['1', { guild: '1' }],
        ['3', { guild: '3' }],
      ]),
    );
    expect(loads).to.deep.equal([['1', '2'], ['3']]);
  });

  it('loads a guild once for all who ask for it at a time, with what changed meanwhile', async () => {
    const loads: string[][] = [];
    const cache = cacheSettings(async (guilds) => {
      loads.push(guilds);
      const load = loads.length;
      await new Promise(setImmediate);
      return new Map(guilds.map((guild) => [guild, { load }]));
    });
    const asked = [cache.get(['1', '2']), cache.get(['2', '3'])];
    cache.forget('2');
    const got = await Promise.all([...asked, cache.get(['2'])]);
    expect(got.map((settings) => settings.get('2'))).to.deep.equal([{ load: 3 }, { load: 3 }, { load: 3 }]);
    expect(loads).to.deep.equal([['1', '2'], ['3'], ['2']]);
  });

  it('discards and repeats a load during which a change came', async () => {
    let stored = 'old';
    const cache = cacheSettings(async (guilds) => {
      const read = stored;
      if (read === 'old') {
        stored = 'new';
        cache.forget('1');
      }
      return new Map(guilds.map((guild) => [guild, { read }]));
    });
    expect((await cache.get(['1'])).get('1')).to.deep.equal({ read: 'new' });
    expect((await cache.get(['1'])).get('1')).to.deep.equal({ read: 'new' });
  });

  it('shows what it loaded in the end where changes come faster than it loads, and does not keep it', async () => {
    let loads = 0;
    const cache = cacheSettings(async (guilds) => {
      loads++;
      cache.forget();
      return new Map(guilds.map((guild) => [guild, { loads }]));
    });
    expect((await cache.get(['1'])).get('1')).to.deep.equal({ loads: 5 });
    expect((await cache.get(['1'])).get('1')).to.deep.equal({ loads: 10 });
  });

  it('repeats a load only for the guilds that changed meanwhile', async () => {
    const loads: string[][] = [];
    const cache = cacheSettings(async (guilds) => {
      loads.push(guilds);
      if (loads.length === 1) for (const changed of ['2', '9']) cache.forget(changed);
      return new Map(guilds.map((guild) => [guild, { load: loads.length }]));
    });
    const got = await cache.get(['1', '2']);
    expect([got.get('1'), got.get('2')]).to.deep.equal([{ load: 1 }, { load: 2 }]);
    expect(loads).to.deep.equal([['1', '2'], ['2']]);
  });

  it('leaves a guild out whose settings cannot be read, and asks again once they changed', async () => {
    let readable = false;
    let loads = 0;
    const cache = cacheSettings(async (guilds) => {
      loads++;
      return new Map(readable ? guilds.map((guild) => [guild, { guild }]) : []);
    });
    for (const _ of [1, 2]) expect(await cache.get(['1'])).to.deep.equal(new Map());
    expect(loads).to.equal(1);
    readable = true;
    cache.forget('1');
    expect((await cache.get(['1'])).get('1')).to.deep.equal({ guild: '1' });
  });
});

describe('changes of settings', () => {
  const test = useRedis();
  let subscriber: Redis;
  beforeEach(async () => {
    subscriber = new Redis(test.url);
    await once(subscriber, 'ready'); // its first connection is not one that was lost
  });
  afterEach(() => subscriber.disconnect());

  it('reach the cache of another process, for that feature and guild', async () => {
    const forgotten: (string | undefined)[] = [];
    const told = new Promise<void>((resolve) => {
      const forget = (guild?: string) => {
        forgotten.push(guild);
        if (guild) resolve();
      };
      void followChanges(subscriber, { tests: { forget } }).then(() =>
        announceChange(test.redis, 'tests', '42'),
      );
    });
    await told;
    expect(forgotten).to.include('42');
  });

  it('may be missed while the subscription is down: everything is forgotten, and later ones arrive', async () => {
    const calls = new EventEmitter();
    await followChanges(subscriber, { tests: { forget: (guild = 'all') => void calls.emit(guild) } });
    const lost = once(calls, 'all');
    subscriber.disconnect(true);
    await lost;
    await once(calls, 'all'); // subscribed again
    const told = once(calls, '42');
    await announceChange(test.redis, 'tests', '42');
    await told;
  });

  it('may be missed as long as there is no subscription: what is loaded meanwhile does not stay', async () => {
    const slow = new Redis(test.url, { retryStrategy: () => 60_000 });
    const id = await slow.client('ID');
    const calls = new EventEmitter();
    await followChanges(slow, { tests: { forget: () => void calls.emit('all') } });
    const lost = once(calls, 'all');
    await test.redis.client('KILL', 'ID', id);
    await lost;
    await once(calls, 'all');
    slow.disconnect();
  });
});
