import { expect } from 'chai';
import type { AnyEnvelope } from '../core/events.ts';
import { packEvent } from '../core/wire.ts';
import { hidden, isWhole, keepData } from './data.ts';

const say = { queue: 'effects', name: 'say' };
const ids = ['81384788765712384', '175928847299117063', '1144000000000000001', '9223372036854775807'];

describe('data of kept jobs', () => {
  it('is found by every id in it, wherever that stands', () => {
    const [guild, user, message, role] = ids;
    const kept = keepData(say, {
      guild,
      content: `<@${user}>!`,
      nonce: 17,
      by: { [`${role}`]: [message] },
    });
    expect(kept.ids).to.have.members(ids);
    expect(keepData(say, { a: '9223372036854775808', b: '1234567890', c: `${guild}0000` }).ids).to.deep.equal(
      [],
    );
    expect(keepData(say, undefined)).to.deep.equal({ data: {}, ids: [] });
  });

  it('has nothing in it that lets somebody in, and none of what members wrote in what they deleted', () => {
    const token = 'aW50ZXJhY3Rpb246MTE0NDAwMDAwMDAwMDAwMDAwMTpz';
    const said = { d: { token, url: `https://discord.com/api/webhooks/17/${token}` } };
    expect(keepData(say, said).data).to.deep.equal({
      d: { token: '[hidden]', url: 'https://discord.com/api/webhooks/17/[hidden]' },
    });
    const entry = { kind: 'log', embeds: [{ description: `<@${ids[1]}> deleted: my secret` }] };
    const kept = keepData({ queue: 'logs', name: 'log' }, entry);
    expect(JSON.stringify(kept.data)).to.not.contain('my secret');
    expect(kept.ids).to.deep.equal([ids[1]]);
    expect([isWhole(kept.data), isWhole({ guild: ids[0] })]).to.deep.equal([false, true]);
  });

  it('that came from members is ids and numbers, packed or not', () => {
    const [guild, user] = ids;
    const author = { id: user, username: 'ada', globalName: 'Ada', avatar: null };
    const d = { guild, author, content: `my pin is 4711, <@${ids[2]}>`, flags: 4 };
    const event = { t: 'MESSAGE_CREATE', id: `${ids[3]}`, at: 17, d };
    const kept = keepData({ queue: 'quarantine', name: 'MESSAGE_CREATE' }, { event });
    expect(kept.ids).to.have.members(ids);
    expect(kept.data).to.deep.equal({
      event: {
        ...{ t: hidden, id: ids[3], at: 17 },
        d: {
          guild,
          author: { id: user, username: hidden, globalName: hidden, avatar: null },
          content: hidden,
          flags: 4,
        },
      },
    });
    expect(isWhole(kept.data)).to.equal(false);
    const plain = {
      attachments: [],
      mentions: { users: 0, roles: 0, everyone: false },
      roles: [],
      joinedAt: null,
    };
    const packed = {
      shard: 0,
      events: [packEvent({ ...event, d: { ...d, ...plain, content: '4711' } } as unknown as AnyEnvelope)],
    };
    const named = { d: { options: [{ name: 'reason', value: 'my secret' }], members: [{ nick: 'Ada' }] } };
    for (const queue of ['events', 'interactions', 'members', 'records'])
      for (const data of [packed, named]) {
        const { data: left, ids: found } = keepData({ queue, name: 'batch' }, data);
        expect(JSON.stringify(left), queue).to.not.match(/4711|secret|ada/i);
        if (data === packed) expect(found).to.include.members([guild, user]);
      }
  });

  it('of a megabyte is found by its ids, kept as how it begins, and told to be cut', () => {
    for (const content of ['x'.repeat(1_000_000), 'a.'.repeat(500_000), '\u{1F4A5}'.repeat(250_000)]) {
      const { data, ids: found } = keepData(say, { guild: ids[0], content, last: ids[2] });
      expect(found).to.deep.equal([ids[0], ids[2]]);
      expect(data).to.be.a('string').and.contain(`{"guild":"${ids[0]}"`);
      expect(Buffer.byteLength(String(data))).to.be.below(16_400);
      expect(isWhole(data)).to.equal(false);
    }
    const many = Array.from({ length: 50_000 }, (_, n) => String(10n ** 17n + BigInt(n)));
    expect(keepData(say, { many }).ids).to.have.length(2_048);
  });

  it('has no names that Postgres could not store', () => {
    expect(keepData(say, { 'a\0b': { '\ud800': 1 } }).data).to.deep.equal({ 'a\ufffdb': { '\ufffd': 1 } });
  });
});
