import { expect } from 'chai';
import { countGuilds } from './guild-count.ts';

const came = (id: string, joined_at = '2026-01-03T00:00:00.000000+00:00') => ({
  t: 'GUILD_CREATE',
  s: 1,
  d: { id, joined_at },
});
const went = (id: string, unavailable?: boolean) => ({ t: 'GUILD_DELETE', s: 1, d: { id, unavailable } });

describe('the count of guilds', () => {
  it('is what READY named, with joined ones and without left ones', () => {
    const guilds = countGuilds({ guilds: 99, at: undefined });
    guilds.ready([{ id: '1' }, { id: '2' }]);
    for (const dispatch of [came('1'), came('2'), came('3'), went('1')]) guilds.follow(dispatch);
    expect(guilds.count).to.equal(2);
  });

  it('keeps a guild that is away for a while', () => {
    const guilds = countGuilds({ guilds: 5, at: Date.UTC(2026, 0, 2) });
    for (const dispatch of [went('1', true), came('1')]) guilds.follow(dispatch);
    expect(guilds.count).to.equal(5);
  });

  it('counts a guild once, and takes it away once, however often Discord says so', () => {
    const guilds = countGuilds({ guilds: 5, at: Date.UTC(2026, 0, 2) });
    for (const dispatch of [came('6'), came('6'), went('6'), went('6')]) guilds.follow(dispatch);
    expect(guilds.count).to.equal(5);
    for (const dispatch of [went('1'), went('1'), came('7'), came('7')]) guilds.follow(dispatch);
    expect(guilds.count).to.equal(5);
    guilds.ready([{ id: '7' }]);
    guilds.follow(came('7'));
    expect(guilds.count).to.equal(1);
  });

  it('goes on after a resume, which may announce guilds that were counted before', () => {
    const guilds = countGuilds({ guilds: 5, at: Date.UTC(2026, 0, 2) });
    guilds.follow(came('6'));
    guilds.follow(came('5', '2026-01-01T00:00:00.000000+00:00'));
    guilds.follow({ t: 'GUILD_CREATE', s: 1, d: null });
    expect(guilds.count).to.equal(6);
  });
});
