import { expect } from 'chai';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import type { Envelope } from '../../shared/core/events.ts';
import { silent } from '../../shared/core/log.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { Guild } from '../../shared/sync/model.ts';
import { queueRuns, takeRuns } from '../../shared/sync/runs.ts';
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

  it('whose members were loaded are loaded again after a gap though they are as many: hourly at most, and sooner for people', async () => {
    const [loaded, at] = [1_700_000_000_000, 1_700_000_060_000];
    await save(sighting(1, 'Workshop', 40, '9'));
    await test.db('sync_runs').where({ guild_id: '9' }).update({ state: 'done' });
    await test
      .db('guilds')
      .where({ id: '9' })
      .update({ members_loaded_at: new Date(loaded) });
    for (const time of [at, at, at + 1]) await save(sighting(time, 'Workshop', 40, '9'));
    const open = () => test.db('sync_runs').where({ guild_id: '9', state: 'queued' });
    const [run, ...more] = await open();
    expect(more).to.deep.equal([]);
    expect(run).to.include({ reason: 'gap' });
    expect(run.not_before.getTime()).to.equal(loaded + HOUR);
    const hold = { shard: 0, shards: 1, session: 'b' };
    const take = async (now: number) =>
      (await takeRuns(test.db, { ...hold, now }, 10)).map(({ guild }) => guild);
    expect(await take(loaded + HOUR - 1)).to.not.include('9');
    const wish = { guild: '9', reason: 'command', requestedBy: 'ada' } as const;
    for (const hurried of [[run.id], []])
      expect((await queueRuns(test.db, [wish, wish])).map(({ id }) => id)).to.deep.equal(hurried);
    await save(sighting(at + 2, 'Workshop', 40, '9'));
    const asked = (await open()).map(({ reason, requested_by }) => [reason, requested_by]);
    expect(asked).to.deep.equal([['command', 'ada']]);
    expect(await take(at)).to.deep.equal(['9']);
  });

  it('are not all loaded again at once where a gap shows all of them', async () => {
    const at = 1_700_000_060_000;
    const ids = [1, 21, 41].map((minutes) => snowflakeAt(1_600_000_200_000 + minutes * MINUTE));
    for (const id of ids) await save(sighting(1, 'Workshop', 40, id));
    await test.db('sync_runs').whereIn('guild_id', ids).update({ state: 'done' });
    await test
      .db('guilds')
      .whereIn('id', ids)
      .update({ members_loaded_at: new Date(1) });
    for (const id of ids) await save(sighting(at, 'Workshop', 40, id));
    const due = await test.db('sync_runs').where({ state: 'queued' }).whereIn('guild_id', ids).orderBy('id');
    const [first = 0, ...later] = due.map((run) => run.not_before.getTime() - at);
    expect(first).to.be.within(0, HOUR);
    expect(later.map((time) => (time - first + HOUR) % HOUR)).to.deep.equal([20 * MINUTE, 40 * MINUTE]);
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
