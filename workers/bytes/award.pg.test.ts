import { expect } from 'chai';
import { noTallies } from '../../shared/analytics/tallies.ts';
import { rememberCommitted } from '../../shared/bytes/committed.ts';
import { findDifferences } from '../../shared/bytes/queries.ts';
import type { BytesConfig } from '../../shared/bytes/settings.ts';
import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import type { Envelope } from '../../shared/core/events.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { openQueues } from '../../shared/core/queues.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { configure as saveConfig } from '../../shared/settings/configure.fixture.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { openSettings } from '../settings.ts';
import { awardDaily } from './award.ts';

const midnight = Date.UTC(2026, 0, 5);

describe('daily awards of messages', () => {
  const database = useDatabase();
  const cache = useRedis();
  let now = midnight;
  let close: () => Promise<void>;
  let context: ReturnType<typeof open>;
  let told: () => Promise<string[]>;
  const counted: unknown[] = [];

  function open() {
    const { queue, close: closeQueues } = openQueues(cache.redis, silent);
    close = closeQueues;
    told = async () =>
      (await queue('effects', { index: 0, of: 1 }).getJobs()).map(({ data }) =>
        data.kind === 'say' ? data.content : data.kind,
      );
    const { db } = database;
    const tallies = { ...noTallies, add: (...given: unknown[]) => void counted.push(given) };
    const committed = rememberCommitted();
    const parts = { db, redis: cache.redis, queue, committed, settings: openSettings({ db, log: silent }) };
    return { ...parts, clock: () => now, metrics: openMetrics(), tallies, partitions: 1 };
  }
  async function configure(values: Partial<BytesConfig>): Promise<void> {
    await saveConfig(context, bytesSettings, '100', values);
    context.settings.bytes.forget('100');
  }
  /** Another process has the message: it remembers nothing. */
  const award = (event: Envelope<'MESSAGE_CREATE'>, attempt = 0) =>
    awardDaily({ ...context, committed: rememberCommitted() }, { events: [event], attempt });
  const paidDays = async (): Promise<number[]> => {
    const query = database.db('bytes').where({ kind: 'daily' }).orderBy('day').pluck('day');
    return (await query).map((day) => day - midnight / DAY);
  };

  beforeEach(async () => {
    await cache.redis.flushdb();
    await database.db.raw('TRUNCATE role_grants, bytes, guild_members, discord_users, guilds CASCADE');
    await database.db.raw('INSERT INTO guilds (id) VALUES (100)');
    context = open();
  });
  afterEach(async () => {
    expect(await findDifferences(database)).to.deep.equal([]);
    await close();
  });

  it('are announced again by a soon repeated try, and not by a late one', async () => {
    await configure({ announce: 'message' });
    const event = message(midnight);
    await award(event);
    await cache.redis.flushdb();
    now = midnight + MINUTE;
    await award(event, 1);
    expect(await told()).to.deep.equal(['<@900> earned 10 bytes. Day 1 in a row.']);
    await cache.redis.flushdb();
    now = midnight + 3 * MINUTE;
    await award(event, 1);
    expect(await told()).to.deep.equal([]);
    expect(await paidDays()).to.deep.equal([0]);
    expect(counted, 'for the sums of the hour').to.deep.equal([['awards', '100', midnight]]);
  });

  it('name the days of a tier that a late message of yesterday lets today reach', async () => {
    for (const day of [0, 1, 2, 3, 4, 5, 7, 6]) await award(message(midnight + day * DAY));
    const words = await told();
    expect(words).to.include('<@900> reached **CHAR** after 8 days in a row and earned 10 bytes.');
  });

  it('are not paid again for a day when the time zone moves back over midnight', async () => {
    const first = message(midnight - 12 * HOUR);
    const second = message(midnight + 10 * MINUTE);
    for (const event of [first, second]) await award(event);
    await configure({ timeZone: 'America/New_York' }); // where it is still yesterday
    await award(message(midnight + 11 * MINUTE));
    for (const event of [second, first]) await award(event, 1);
    expect(await paidDays()).to.deep.equal([-1, 0]);
    await award(message(midnight + 6 * HOUR)); // today there, too
    expect(await paidDays()).to.deep.equal([-1, 0]);
  });

  it('are not paid again to the message that paid, though it is of an unpaid day in the new zone', async () => {
    const event = message(midnight + 10 * MINUTE);
    await award(event);
    await configure({ timeZone: 'America/New_York' });
    await award(event, 1);
    expect(await paidDays()).to.deep.equal([0]);
  });

  it('are not paid again for a day when the time zone moves forward and back', async () => {
    await award(message(midnight + 10 * HOUR));
    await configure({ timeZone: 'Pacific/Auckland' }); // from 11:00 UTC on, tomorrow
    const tomorrow = message(midnight + 12 * HOUR);
    for (const attempt of [0, 1]) await award(tomorrow, attempt);
    expect(await paidDays()).to.deep.equal([0, 1]);
    await configure({ timeZone: 'UTC' });
    await award(tomorrow, 1);
    for (const hour of [13, 25]) await award(message(midnight + hour * HOUR));
    expect(await paidDays()).to.deep.equal([0, 1]);
  });
});

let messages = 0;

function message(time: number): Envelope<'MESSAGE_CREATE'> {
  const id = snowflakeAt(time, ++messages);
  const author = { id: '900', username: 'ada', globalName: null, avatar: null };
  const mentions = { users: 0, roles: 0, everyone: false };
  const rest = { roles: [], joinedAt: null, content: 'hello', attachments: [], mentions, flags: 0 };
  return { t: 'MESSAGE_CREATE', id, at: time, d: { id, guild: '100', channel: '200', author, ...rest } };
}
