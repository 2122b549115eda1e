import { once } from 'node:events';
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
});

describe('changes of settings', () => {
  const test = useRedis();
  let subscriber: Redis;
  beforeEach(() => {
    subscriber = new Redis(test.url);
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
    expect(forgotten.at(-1)).to.equal('42');
  });

  it('may be missed while the subscription is down: everything is forgotten', async () => {
    const calls: (string | undefined)[] = [];
    await followChanges(subscriber, { tests: { forget: (guild?: string) => void calls.push(guild) } });
    const back = once(subscriber, 'ready');
    subscriber.disconnect(true);
    await back;
    expect(calls).to.include(undefined);
  });
});
