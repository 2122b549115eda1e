import { expect } from 'chai';
import { DAY, HOUR } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { ensurePartitions, heldRange, keepPartitions } from './partitions.ts';
import type { Partitioned } from './retention.ts';

const now = Date.UTC(2026, 2, 1, 12);

describe('partitions', () => {
  const database = useDatabase();
  const names = async (table: string): Promise<string[]> =>
    database.db('pg_tables').whereLike('tablename', `${table}_2%`).orderBy('tablename').pluck('tablename');
  const held = async (table: Partitioned['table']) => {
    const { rows } = await database.db.raw(heldRange(table));
    return [rows[0].since?.toISOString(), rows[0].until?.toISOString()];
  };
  const trace = (at: number) =>
    database.db('message_traces').insert({
      ...{ message_id: 1, guild_id: 1, channel_id: 1, user_id: 1, length: 0, mentions: 0, attachments: 0 },
      at: new Date(at),
    });

  it('hold nothing before they are made', async () =>
    expect(await held('message_traces')).to.deep.equal([undefined, undefined]));

  it('are made by several at once, from the oldest that stay to some time ahead', async () => {
    await Promise.all([1, 2, 3, 4].map(() => keepPartitions(database.db, now)));
    const traces = await names('message_traces');
    expect(traces).to.have.length(10);
    expect([traces[0], traces.at(-1)]).to.deep.equal([
      'message_traces_2026_02_22',
      'message_traces_2026_03_03',
    ]);
    const files = await names('file_attachments');
    expect([files[0], files.at(-1)]).to.deep.equal(['file_attachments_2025_09', 'file_attachments_2026_03']);
    expect(await held('message_traces')).to.deep.equal([
      '2026-02-22T00:00:00.000Z',
      '2026-03-04T00:00:00.000Z',
    ]);
    expect(await held('file_attachments')).to.deep.equal([
      '2025-09-01T00:00:00.000Z',
      '2026-04-01T00:00:00.000Z',
    ]);
    const messages = await names('recent_messages');
    expect([messages.length, messages[0], messages.at(-1)]).to.deep.equal([
      31,
      'recent_messages_2026_02_28_12',
      'recent_messages_2026_03_01_18',
    ]);
    expect(await held('recent_messages')).to.deep.equal([
      '2026-02-28T12:00:00.000Z',
      '2026-03-01T19:00:00.000Z',
    ]);
    for (const at of [now - 7 * DAY, now, now + 2 * DAY]) await trace(at);
  });

  it('that are too old go, with what they hold', async () => {
    await Promise.all([1, 2].map(() => keepPartitions(database.db, now + 3 * DAY + HOUR)));
    expect((await names('message_traces'))[0]).to.equal('message_traces_2026_02_25');
    const rows = await database.db('message_traces').select('at');
    expect(rows).to.have.length(2);
  });

  it('come back where older rows are wanted', async () => {
    const range = { from: now - 20 * DAY, to: now };
    await ensurePartitions(database.db, { table: 'message_traces', by: 'day', ...range });
    await trace(now - 19 * DAY);
  });
});
