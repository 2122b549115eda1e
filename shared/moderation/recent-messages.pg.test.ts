import { expect } from 'chai';
import { DAY } from '../core/clock.ts';
import { type Snowflake, snowflakeAt } from '../core/snowflake.ts';
import { keepPartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { useRedis } from '../testing/redis.ts';
import { keepMessages, type RecentMessage, readRecentMessages } from './recent-messages.ts';

const now = Date.UTC(2026, 2, 1, 12, 30);

describe('recent messages', () => {
  const database = useDatabase();
  const redis = useRedis();
  let next = 0;
  const said = (content: string, changes: Partial<RecentMessage> = {}): RecentMessage => ({
    id: snowflakeAt(now, ++next),
    ...{ guild: '1', channel: '2', user: '3', content, attachments: 0, editedAt: null },
    ...changes,
  });
  const keep = (...messages: RecentMessage[]) =>
    keepMessages({ db: database.db, redis: redis.redis, partitions: 1 }, messages);
  const contents = async (...ids: Snowflake[]) =>
    [...(await readRecentMessages(database, ids)).values()].map(({ content }) => content);

  before(() => keepPartitions(database.db, now));

  it('are kept once, the latest version of each, in whatever order it is told', async () => {
    const [one, other] = [said('one'), said('other', { attachments: 2 })];
    const edited = { ...one, content: 'one, later', editedAt: now + 2_000 };
    for (let i = 0; i < 2; i++) await keep(one, other);
    await keep(edited);
    for (let i = 0; i < 2; i++)
      await keep({ ...one, content: 'one, in between', editedAt: now + 1_000 }, one);
    const found = await readRecentMessages(database, [one.id, other.id, '5']);
    expect([...found.values()]).to.have.deep.members([edited, other]);
  });

  it('keep 2,000 characters, and nothing of a time that is not held', async () => {
    const long = said(`${'x'.repeat(1_999)}\u{1f44b}${'x'.repeat(2_000)}`);
    const old = said('old', { id: snowflakeAt(now - 2 * DAY) });
    await keep(long, old);
    expect(await contents(long.id, old.id)).to.deep.equal(['x'.repeat(1_999)]);
  });

  it('fill no more than 8 MiB in an hour of one guild, and leave others alone', async () => {
    const page = 'ü'.repeat(2_000); // 4,000 bytes and what a row takes
    const batch = () => Array.from({ length: 256 }, () => said(page, { guild: '7' }));
    for (let i = 0; i < 9; i++) await keep(...batch());
    const late = said('late', { guild: '7' });
    const elsewhere = said('elsewhere', { guild: '8' });
    const { rows } = await database.db.raw(
      'SELECT sum(octet_length(content))::integer AS bytes FROM recent_messages WHERE guild_id = 7',
    );
    expect(rows[0].bytes).to.be.within(6 * 1024 * 1024, 8 * 1024 * 1024);
    await keep(late, elsewhere);
    expect(await contents(late.id, elsewhere.id)).to.deep.equal(['elsewhere']);
    const nextHour = said('next hour', { guild: '7', id: snowflakeAt(now + 3_600_000) });
    await keep(nextHour);
    expect(await contents(nextHour.id)).to.deep.equal(['next hour']);
  });
});
