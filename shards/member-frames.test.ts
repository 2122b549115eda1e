import { expect } from 'chai';
import { AppError } from '../shared/core/errors.ts';
import { readFrame } from './frames.ts';
import { readNonce, writeNonce } from './nonce.ts';
import { guildMember, membersChunk, presence } from './payloads.fixture.ts';

const origin = { session: 'session', sequence: 7, at: 1_000 };
const read = (type: string, d: unknown) => readFrame(type, d, origin);
const guild = guildMember.guild_id;
const seen = {
  user: {
    id: '80351110224678912',
    username: 'nelly',
    globalName: 'Nelly',
    avatar: '8342729096ea3675442027381ff50dfe',
    bot: false,
  },
  nick: 'Nel',
  avatar: null,
  roles: ['41771983423143936', '41771983423143937'],
  joinedAt: '2015-04-26T06:26:56.936000+00:00',
  timedOutUntil: null,
  pending: false,
};
const memberOf = (changes: object) => {
  const event = read('GUILD_MEMBER_UPDATE', { ...guildMember, ...changes })?.envelope;
  return event?.t === 'GUILD_MEMBER_UPDATE' ? event.d.member : undefined;
};

describe('frames of members', () => {
  it('keeps who a member is, how they are called here and what they have, roles in one order', () => {
    expect(read('GUILD_MEMBER_UPDATE', guildMember)).to.deep.equal({
      lane: 'events',
      home: guild,
      envelope: { t: 'GUILD_MEMBER_UPDATE', id: 'session-7', at: 1_000, d: { guild, member: seen } },
    });
  });

  it('names an arrival by member and time', () => {
    const arrived = read('GUILD_MEMBER_ADD', guildMember)?.envelope;
    expect(arrived?.id).to.equal(`${guild}-${seen.user.id}-${seen.joinedAt}`);
    expect(arrived?.d).to.deep.equal({ guild, member: seen });
    expect(read('GUILD_MEMBER_ADD', { ...guildMember, joined_at: null })?.envelope.id).to.equal('session-7');
  });

  it('tells of who left no more than who they are', () => {
    expect(read('GUILD_MEMBER_REMOVE', { guild_id: guild, user: guildMember.user })?.envelope).to.deep.equal({
      t: 'GUILD_MEMBER_REMOVE',
      id: 'session-7',
      at: 1_000,
      d: { guild, user: seen.user },
    });
  });

  for (const [who, changes, kept] of [
    ['no name but that of the user', { nick: null }, { nick: null }],
    ['a nickname of 32 characters', { nick: 'n'.repeat(32) }, { nick: 'n'.repeat(32) }],
    ['emoji of several code points', { nick: '👩‍👩‍👧‍👦'.repeat(4) }, { nick: '👩‍👩‍👧‍👦'.repeat(4) }],
    ['a name from right to left', { nick: 'مرحبا\u200f' }, { nick: 'مرحبا\u200f' }],
    ['half a character', { nick: 'a\ud83d' }, { nick: 'a\ufffd' }],
    [
      'nothing that may be left out',
      { nick: undefined, avatar: undefined, roles: [] },
      { nick: null, roles: [] },
    ],
    ['a timeout', { communication_disabled_until: seen.joinedAt }, { timedOutUntil: seen.joinedAt }],
    ['screening to pass', { pending: true }, { pending: true }],
    ['been no member yet, a guest', { joined_at: null }, { joinedAt: null }],
  ] as const)
    it(`takes a member who has ${who}`, () =>
      expect(memberOf(changes)).to.deep.equal({ ...seen, ...kept, avatar: null }));

  it('takes bots, and users without display name and avatar', () => {
    const user = { id: '5', username: 'bot', bot: true };
    expect(memberOf({ user })?.user).to.deep.equal({ ...user, globalName: null, avatar: null });
  });

  it('refuses a member without a user, and what Postgres could not store', () => {
    for (const broken of [
      { user: undefined },
      { roles: ['x'] },
      { joined_at: 'once' },
      { nick: 'x'.repeat(300) },
    ])
      expect(() => memberOf(broken)).to.throw(AppError);
  });
});

describe('frames of chunks', () => {
  const run = { id: '9223372036854775807', attempt: 8, askedAt: 2_000_000_000_000 };
  const chunk = (changes: object) => read('GUILD_MEMBERS_CHUNK', { ...membersChunk, ...changes });

  it('know the request by its nonce, which Discord would leave out above 32 bytes', () => {
    expect(Buffer.byteLength(writeNonce(run))).to.be.at.most(32);
    expect(readNonce(writeNonce(run))).to.deep.equal(run);
  });

  it('travel by themselves, named by request and number', () => {
    const taken = chunk({ nonce: writeNonce(run), chunk_index: 2, chunk_count: 3 });
    expect(taken).to.deep.include({ lane: 'members', home: guild });
    expect(taken?.envelope.id).to.equal(`${run.id}-8-2000000000000-2`);
    const bot = { ...seen, user: { ...seen.user, id: '80351110224678913', bot: true } };
    expect(taken?.envelope.d).to.deep.equal({ guild, run, index: 2, count: 3, members: [seen, bot] });
  });

  it('are dropped where nobody here asked', () => {
    for (const nonce of [undefined, null, '', 'mine', '3628016705201799', '1.1', '1.1.x!', 17, ['1.1.a']])
      expect(chunk({ nonce })).to.equal(undefined);
  });

  it('are refused as a whole where one member cannot be read, since the run would take it for gone', () => {
    expect(() => chunk({ members: [guildMember, { ...guildMember, user: null }] })).to.throw(AppError);
  });
});

describe('frames of presences', () => {
  it('are taken where they tell who somebody is now', () => {
    expect(read('PRESENCE_UPDATE', presence)?.envelope.d).to.deep.equal({ guild, user: seen.user });
  });

  it('are dropped where they name the user only, or in part', () => {
    for (const user of [
      { id: '5' },
      { id: '5', username: 'nelly' },
      { ...presence.user, avatar: undefined },
      { ...presence.user, global_name: undefined },
    ])
      expect(read('PRESENCE_UPDATE', { ...presence, user })).to.equal(undefined);
  });
});
