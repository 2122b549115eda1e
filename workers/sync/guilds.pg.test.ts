import { expect } from 'chai';
import type { Envelope } from '../../shared/core/events.ts';
import { silent } from '../../shared/core/log.ts';
import { Guild } from '../../shared/sync/model.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { leaveGuilds, saveSeenGuilds } from './guilds.ts';

describe('guilds', () => {
  const test = useDatabase();
  const memory = useRedis();
  const save = (event: Envelope<'GUILD_CREATE'>) =>
    saveSeenGuilds({ db: test.db, redis: memory.redis, log: silent }, { events: [event], attempt: 0 });

  it('follow what was seen last, in whatever order and however often it comes', async () => {
    const seen = [sighting(1, 'Workshop', 40), sighting(2, 'Workshop II', null)];
    for (const event of [...seen, ...seen.toReversed()]) await save(event);
    expect(await Guild.query(test.db).findById('7')).include({
      name: 'Workshop II',
      memberCount: 40,
      active: true,
    });
  });

  it('become inactive when the bot is removed, and come back when it returns', async () => {
    await leaveGuilds(test, { events: [left(3, true)], attempt: 0 });
    expect(await Guild.query(test.db).findById('7')).include({ active: true });
    await leaveGuilds(test, { events: [left(4, false)], attempt: 0 });
    await leaveGuilds(test, { events: [left(4, false)], attempt: 1 });
    expect(await Guild.query(test.db).findById('7')).include({ active: false });
    await save(sighting(5, 'Workshop', 41));
    expect(await Guild.query(test.db).findById('7')).include({ active: true, memberCount: 41 });
  });

  it('stay inactive where the removal is handled before the first sighting', async () => {
    await leaveGuilds(test, { events: [left(4, false, '8'), left(3, false, '8')], attempt: 0 });
    await save(sighting(2, 'Workshop', 40, '8'));
    expect(await Guild.query(test.db).findById('8')).include({ active: false });
    await save(sighting(5, 'Workshop', 40, '8'));
    expect(await Guild.query(test.db).findById('8')).include({ active: true, name: 'Workshop' });
  });
});

function sighting(
  at: number,
  name: string,
  memberCount: number | null,
  guild = '7',
): Envelope<'GUILD_CREATE'> {
  const d = { guild, name, icon: null, owner: '1', memberCount };
  return { t: 'GUILD_CREATE', id: `session-${at}`, at, d };
}

function left(at: number, unavailable: boolean, guild = '7'): Envelope<'GUILD_DELETE'> {
  return { t: 'GUILD_DELETE', id: `session-${at}`, at, d: { guild, unavailable } };
}
