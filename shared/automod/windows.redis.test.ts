import { expect } from 'chai';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { keys } from '../core/keys.ts';
import { snowflakeAt } from '../core/snowflake.ts';
import { useRedis } from '../testing/redis.ts';
import type { Counted } from './kind.ts';
import { slideWindows } from './lua.ts';
import { type Entry, type Held, latest, mostEntries, type Order, slide, type WindowRule } from './windows.ts';
import { modelWindows } from './windows-model.fixture.ts';
import { guild, otherGuild, scenarios, start } from './windows-scenarios.fixture.ts';

const minute = 60_000;
const second = 1_000;
const partition = { index: 0, of: 1 };

const entry = (at: number, more: Partial<Entry> = {}): Entry => ({
  id: snowflakeAt(start + at, 7),
  channel: '300',
  member: '200',
  fingerprint: null,
  mentions: 0,
  slots: [0],
  ...more,
});
const rule = (counts: Counted, atLeast: number, within: number, slot = 0): WindowRule => ({
  id: `rule-${slot}`,
  slot,
  window: { counts, atLeast, within },
});
const order = (rules: readonly WindowRule[], ...entries: Entry[]): Order => ({ guild, rules, entries });
const sorted = (held: readonly Held[]) =>
  held.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort();

describe('windows', () => {
  const test = useRedis();
  const say = (...orders: Order[]) => slide({ redis: test.redis, partitions: 1 }, orders);
  const memberKey = keys.memberWindow(partition, guild, '200');
  beforeEach(() => test.redis.flushdb());

  it('are as their definitions say, whatever comes in whatever order, twice or late', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (batches) => {
        await test.redis.flushdb();
        const model = modelWindows();
        for (const batch of batches) expect(sorted(await say(...batch))).to.deep.equal(sorted(model(batch)));
      }),
      { numRuns: process.env.TEST_FULL ? 2_000 : 150 },
    );
  });

  it('tell the same when a batch comes again', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (batches) => {
        await test.redis.flushdb();
        for (const batch of batches) {
          const told = sorted(await say(...batch));
          expect(sorted(await say(...batch))).to.deep.equal(told);
        }
      }),
      { numRuns: process.env.TEST_FULL ? 500 : 30 },
    );
  });

  it('tell who took part in a burst, once it is one, from what came late as well', async () => {
    const rules = [rule('messages', 3, 10 * second)];
    const at = [0, 2_000, 4_000, 13_000, 30_000].map((ms) => entry(ms));
    const [first, second_, third, after, alone] = at as [Entry, Entry, Entry, Entry, Entry];
    expect(await say(order(rules, first, third))).to.deep.equal([]);
    const held = await say(order(rules, second_));
    expect(held.map(({ entry, reached, holds, burst }) => ({ entry, reached, holds, burst }))).to.deep.equal([
      { entry: first.id, reached: 1, holds: false, burst: third.id },
      { entry: second_.id, reached: 2, holds: false, burst: third.id },
      { entry: third.id, reached: 3, holds: true, burst: third.id },
    ]);
    const [later] = await say(order(rules, after));
    expect(later).to.include({
      entry: after.id,
      holds: false,
      burst: third.id,
      member: '200',
      channel: '300',
    });
    expect(await say(order(rules, alone))).to.deep.equal([]);
  });

  it('keep the earlier name of two bursts that a late entry joins', async () => {
    const rules = [rule('messages', 2, 10 * second)];
    await say(order(rules, entry(0), entry(1_000)));
    await say(order(rules, entry(20_000), entry(21_000)));
    const held = await say(order(rules, entry(10_500)));
    expect(new Set(held.map(({ burst }) => burst))).to.deep.equal(new Set([entry(1_000).id]));
  });

  it('keep the name of a burst that was told when late entries make it begin earlier', async () => {
    const rules = [rule('messages', 2, 10 * second)];
    const twin = entry(23_000, { id: snowflakeAt(start + 23_000, 6) });
    const [told] = await say(order(rules, entry(2_000), entry(13_000), twin, entry(23_000)));
    const held = await say(order(rules, entry(5_000)));
    expect(held.map(({ entry }) => entry)).to.deep.equal([2_000, 5_000, 13_000].map((at) => entry(at).id));
    expect(new Set(held.map(({ burst }) => burst))).to.deep.equal(new Set([told?.burst]));
  });

  it('end a period just after it: an entry of its very end is in the burst, and does not count any more', async () => {
    const rules = [rule('messages', 2, 10 * second)];
    await say(order(rules, entry(0), entry(1_000)));
    const [end] = await say(order(rules, entry(11_000)));
    expect(end).to.include({ reached: 1, holds: false, burst: entry(1_000).id });
    expect(await say(order(rules, entry(21_000)))).to.deep.equal([]);
    const [next] = await say(order(rules, entry(21_001)));
    expect(next).to.include({ burst: entry(21_001).id });
  });

  it('count members with the same text, and joins, over the guild', async () => {
    const rules = [rule('members', 3, minute, 0), rule('joins', 2, minute, 1)];
    const fingerprint = 'ffffffffffffffff';
    const texts = ['1', '2', '3'].map((member, nth) => entry(nth * second, { member, fingerprint }));
    const joins = ['8', '9'].map((member, nth) => entry(nth, { member, channel: '0', slots: [1] }));
    const held = await say(order(rules, ...texts, ...joins));
    expect(held.map(({ rule, member }) => `${rule} ${member}`)).to.have.members([
      'rule-0 1',
      'rule-0 2',
      'rule-0 3',
      'rule-1 8',
      'rule-1 9',
    ]);
    expect(await say(order(rules, entry(0, { slots: [0], fingerprint: null })))).to.deep.equal([]);
  });

  it('hold at many mentions in one message by that message alone', async () => {
    const rules = [
      { ...rule('mentions', 20, minute), window: { ...rule('mentions', 20, minute).window, atOnce: 5 } },
    ];
    const held = await say(order(rules, entry(0, { mentions: 1 }), entry(1, { mentions: 6 })));
    expect(held).to.have.lengthOf(1);
    expect(held[0]).to.include({ entry: entry(1).id, reached: 7, holds: true });
  });

  it('let nothing in that comes more than ten minutes late', async () => {
    const rules = [rule('messages', 2, minute)];
    await say(order(rules, entry(0), entry(latest + 1)));
    expect(await say(order(rules, entry(1)))).to.have.lengthOf(2); // just in time
    await test.redis.flushdb();
    await say(order(rules, entry(2), entry(latest + 2)));
    expect(await say(order(rules, entry(1)), order(rules, entry(2)))).to.deep.equal([]);
  });

  it('keep the latest 512 entries, and no longer than they can matter', async () => {
    const rules = [rule('duplicates', 2, minute)];
    const old = 'aaaaaaaaaaaaaaaa';
    const others = Array.from({ length: mostEntries - 1 }, (_, nth) =>
      entry(10 + nth, { fingerprint: nth.toString(16).padStart(16, '0') }),
    );
    await say(order(rules, entry(0, { fingerprint: old }), ...others.slice(1)));
    expect(await say(order(rules, entry(5_000, { fingerprint: old })))).to.have.lengthOf(2);
    await test.redis.flushdb();
    await say(order(rules, entry(0, { fingerprint: old }), ...others));
    expect(await say(order(rules, entry(5_000, { fingerprint: old })))).to.deep.equal([]);
    const bytes = () => test.redis.strlen(memberKey);
    expect(await bytes()).to.be.within(31 * mostEntries, 31 * (mostEntries + 5));
    expect(await test.redis.pttl(memberKey)).to.be.within(latest, latest + minute);
    await say(order(rules, entry(latest + 3 * minute)));
    expect(await bytes()).to.be.at.most(31 * 6);
  });

  it('start anew where they were written by another version', async () => {
    const rules = [rule('messages', 2, minute)];
    for (const unreadable of [
      '',
      '\u0001',
      '\u0002\u0000',
      `\u0001\u0000${'x'.repeat(30)}`,
      '\u0001\u0009abc',
      'text',
    ]) {
      await test.redis.set(memberKey, unreadable);
      expect(await say(order(rules, entry(0)))).to.deep.equal([]);
      expect(await say(order(rules, entry(1)))).to.have.lengthOf(2);
    }
  });

  it('write nothing where an argument is not as it must be', async () => {
    const limits = Buffer.from('0000020000000000', 'hex');
    const sets = Buffer.from('0000ea60' + '02' + '01' + '00010200' + '0000ea60', 'hex');
    const record = Buffer.alloc(31, 1);
    const early = Buffer.alloc(31);
    const head = Buffer.from('0001000100', 'hex');
    const wrong: [Buffer, Buffer, Buffer][] = [
      [limits, sets, Buffer.concat([head, record.subarray(1)])],
      [limits, sets, Buffer.concat([head, record, record])],
      [limits, sets.subarray(1), Buffer.concat([head, record])],
      [limits, sets, Buffer.concat([Buffer.from('0002000100', 'hex'), record])],
      [limits, sets, Buffer.concat([Buffer.from('0001000200', 'hex'), record, early])],
      [limits, sets, Buffer.concat([Buffer.from('0001000000', 'hex')])],
      [limits.subarray(1), sets, Buffer.concat([head, record])],
    ];
    for (const args of wrong) {
      const refused = await slideWindows(test.redis, [memberKey], args).catch((error: Error) => error);
      expect(refused).to.be.instanceOf(Error);
    }
    expect(await test.redis.dbsize()).to.equal(0);
    expect(
      (await slideWindows(test.redis, [memberKey], [limits, sets, Buffer.concat([head, record])])).length,
    ).to.equal(0);
  });

  it('end the same, whichever clients say it at once', async () => {
    const rules = [rule('messages', 4, 30 * second, 0), rule('channels', 3, minute, 47)];
    const all = Array.from({ length: 120 }, (_, nth) =>
      entry(nth * 4_000 - (nth % 7) * 8_000, {
        id: snowflakeAt(start + nth * 4_000 - (nth % 7) * 8_000, nth),
        channel: String(300 + (nth % 5)),
        slots: [0, 47],
      }),
    );
    const clients = [1, 2, 3].map(() => new Redis(test.url));
    const batches = clients.flatMap((_, client) =>
      Array.from({ length: 10 }, (_, nth) => all.filter((_, i) => i % 10 === nth && (i + client) % 3 !== 0)),
    );
    await Promise.all(
      batches.map((entries, nth) =>
        slide({ redis: clients[nth % 3] as Redis, partitions: 1 }, [{ guild, rules, entries }]),
      ),
    );
    await Promise.all(clients.map((client) => client.quit()));
    const facts = (held: Held[]) => sorted(held.map((one) => ({ ...one, burst: '' })));
    expect(facts(await say(order(rules, ...all)))).to.deep.equal(
      facts(modelWindows()([order(rules, ...all)])),
    );
  });

  it('keep guilds apart', async () => {
    const rules = [rule('messages', 2, minute)];
    await say(order(rules, entry(0)), { guild: otherGuild, rules, entries: [entry(1)] });
    expect(await say({ guild: otherGuild, rules, entries: [entry(2)] })).to.have.lengthOf(2);
  });
});
