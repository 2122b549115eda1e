import { expect } from 'chai';
import { AppError } from '../shared/core/errors.ts';
import { readFrame } from './frames.ts';
import { deletedMessage, memberEntry, rolesEntry } from './payloads.fixture.ts';

const origin = { session: 'session', sequence: 7, at: 1_000 };
const read = (type: string, d: object) => readFrame(type, d, origin)?.envelope;
const entry = (of: object) => read('GUILD_AUDIT_LOG_ENTRY_CREATE', of);
const { guild_id: guild, channel_id: channel, id } = deletedMessage;
const about = { guild, by: memberEntry.user_id, target: memberEntry.target_id };

describe('frames of moderation', () => {
  it('tell which messages are gone, one or many, by a name that a replay has as well', () => {
    const one = read('MESSAGE_DELETE', deletedMessage);
    expect(one?.d).to.deep.equal({ guild, channel, messages: [id] });
    expect(one?.id).to.equal(`${id}-1-${id}`);
    const many = read('MESSAGE_DELETE_BULK', { guild_id: guild, channel_id: channel, ids: [id, '5', '6'] });
    expect(many?.d).to.deep.equal({ guild, channel, messages: [id, '5', '6'] });
    expect(many?.id).to.equal(`${id}-3-6`);
  });

  it('tell nothing of direct messages, nor of no messages', () => {
    expect(read('MESSAGE_DELETE', { ...deletedMessage, guild_id: undefined })).to.equal(undefined);
    for (const of of [{ ids: [id] }, { ids: [], guild_id: guild }])
      expect(read('MESSAGE_DELETE_BULK', { channel_id: channel, ...of })).to.equal(undefined);
  });

  it("keep of a member's change who did it to whom, and what is read of it", () => {
    const taken = entry(memberEntry);
    expect(taken?.id).to.equal(memberEntry.id);
    expect(taken?.d).to.deep.equal({
      ...about,
      id: memberEntry.id,
      action: 24,
      reason: 'too loud',
      timedOutUntil: '2026-01-01T01:00:00.000000+00:00',
      nick: { before: 'Loud', after: null },
    });
    const [ended] = [{ key: 'communication_disabled_until', old_value: '2026-01-01T01:00:00+00:00' }];
    expect(entry({ ...memberEntry, changes: [ended] })?.d).to.include({ timedOutUntil: null });
  });

  it('keep roles that were given and taken, by their names', () => {
    expect(entry(rolesEntry)?.d).to.deep.equal({
      ...about,
      id: rolesEntry.id,
      action: 25,
      reason: '',
      roles: {
        given: [{ id: '41771983423143936', name: 'Regulars' }],
        taken: [{ id: '41771983423143937', name: 'Guests' }],
      },
    });
  });

  it('keep kicks, bans and their end, and drop every other entry', () => {
    const taken = [...Array(200).keys()].filter((action_type) =>
      entry({ ...memberEntry, action_type, changes: undefined }),
    );
    expect(taken).to.deep.equal([20, 22, 23]);
    expect(entry({ ...memberEntry, changes: [{ key: 'mute', new_value: true }] })).to.equal(undefined);
  });

  it("are refused where they are not of Discord's form", () => {
    for (const broken of [
      { action_type: '24' },
      { changes: ['nick'] },
      { changes: [{ key: 'communication_disabled_until', new_value: 'soon' }] },
      { changes: [{ key: 'nick', new_value: 7 }] },
      { target_id: 'everyone' },
    ])
      expect(() => entry({ ...memberEntry, ...broken })).to.throw(AppError);
    expect(() => entry({ ...rolesEntry, changes: [{ key: '$add', new_value: ['x'] }] })).to.throw(AppError);
    expect(() => read('MESSAGE_DELETE', { ...deletedMessage, id: 5 })).to.throw(AppError);
  });
});
