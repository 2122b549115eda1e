import { expect } from 'chai';
import fc from 'fast-check';
import type { AnyEnvelope, Events, MemberSighting } from '../shared/core/events.ts';
import { Step, tell } from './known-members.fixture.ts';
import { type KnownMembers, openKnownMembers } from './known-members.ts';

const guild = '290926798626357999';
const user = { id: '5', username: 'ada', globalName: null, avatar: null, bot: false };
const ada: MemberSighting = {
  user,
  nick: null,
  avatar: null,
  roles: ['7'],
  joinedAt: '2026-01-01T00:00:00+00:00',
  timedOutUntil: null,
  pending: false,
};
const renamed = { ...ada, user: { ...user, globalName: 'Countess' } };

describe('what a shard knows of members', () => {
  let known: KnownMembers;
  beforeEach(() => {
    known = openKnownMembers(2 ** 10);
  });
  const passes = <T extends AnyEnvelope['t']>(t: T, d: Events[T]) =>
    known.isNews({ t, id: 'x', at: 0, d } as AnyEnvelope); // `t` and `d` are of one event
  const updates = (member: MemberSighting, where = guild) =>
    passes('GUILD_MEMBER_UPDATE', { guild: where, member });

  it('ends what changes nothing in the shard', () => {
    expect(updates(ada)).to.equal(true);
    for (let i = 0; i < 100; i++) expect(updates({ ...ada, user: { ...user } })).to.equal(false);
    expect(passes('PRESENCE_UPDATE', { guild, user })).to.equal(false);
  });

  for (const [what, change] of [
    ['nickname', { nick: 'Countess' }],
    ['avatar', { avatar: 'a' }],
    ['roles', { roles: [] }],
    ['time of arrival', { joinedAt: '2026-02-01T00:00:00+00:00' }],
    ['timeout', { timedOutUntil: '2026-02-01T00:00:00+00:00' }],
    ['screening', { pending: true }],
    ['user name', { user: { ...user, username: 'lovelace' } }],
    ['display name', { user: { ...user, globalName: 'Countess' } }],
    ['picture', { user: { ...user, avatar: 'a' } }],
  ] satisfies [string, Partial<MemberSighting>][])
    it(`passes a change of the ${what} on once, and the way back`, () => {
      updates(ada);
      const changed = { ...ada, ...change };
      const heard = [changed, changed, ada, ada].map((member) => updates(member));
      expect(heard).to.deep.equal([true, false, true, false]);
    });

  it('passes a profile edit on once, in however many guilds Discord tells of it', () => {
    const guilds = Array.from({ length: 30 }, (_, n) => `29092679862635${1_000 + n}`);
    for (const each of guilds) updates(ada, each);
    expect(guilds.filter((each) => updates(renamed, each))).to.have.lengthOf(1);
    expect(passes('PRESENCE_UPDATE', { guild, user: renamed.user })).to.equal(false);
  });

  it('passes every arrival and every leave on, and the same member once more after them', () => {
    expect(passes('GUILD_MEMBER_ADD', { guild, member: ada })).to.equal(true);
    expect(passes('GUILD_MEMBER_ADD', { guild, member: ada })).to.equal(true);
    expect(updates(ada)).to.equal(false);
    expect(passes('GUILD_MEMBER_REMOVE', { guild, user })).to.equal(true);
    expect(passes('GUILD_MEMBER_REMOVE', { guild, user })).to.equal(true);
    expect(updates(ada)).to.equal(true);
  });

  it('passes everything again once it was told to forget', () => {
    updates(ada);
    known.forget();
    expect(updates(ada)).to.equal(true);
  });

  it('trusts neither itself nor a chunk that says otherwise', () => {
    const run = { id: '1', attempt: 1, askedAt: 1 };
    const chunk = (...members: MemberSighting[]) =>
      passes('GUILD_MEMBERS_CHUNK', { guild, run, index: 0, count: 1, members });
    updates(ada);
    expect(chunk(ada)).to.equal(true);
    expect(updates(ada)).to.equal(false);
    for (const other of [{ ...ada, nick: 'x' }, renamed]) {
      chunk(other);
      expect([updates(ada), updates(ada)]).to.deep.equal([true, false]);
      chunk(other);
      expect([updates(other), updates(other), updates(ada)]).to.deep.equal([true, false, true]);
    }
  });

  it('lets nobody out for the members of a load', () => {
    known = openKnownMembers(8);
    updates(ada);
    const members = Array.from({ length: 1_000 }, (_, n) => ({
      ...ada,
      user: { ...user, id: String(n + 10) },
    }));
    passes('GUILD_MEMBERS_CHUNK', {
      guild,
      run: { id: '1', attempt: 1, askedAt: 1 },
      index: 0,
      count: 1,
      members,
    });
    expect(updates(ada)).to.equal(false);
  });

  it('leaves the last word to what Discord said last, however much of it ends in the shard', () => {
    const story = fc.record({
      most: fc.constantFrom(8, 2 ** 10),
      before: fc.array(Step, { minLength: 10, maxLength: 40 }),
      after: fc.array(Step, { minLength: 5, maxLength: 25 }),
      order: fc.infiniteStream(fc.nat()),
    });
    let dropped = 0;
    fc.assert(
      fc.property(story, ({ most, before, after, order }) => {
        const told = tell(openKnownMembers(most), before, after);
        dropped += told.dropped;
        expect(told.stored(order)).to.deep.equal(told.truth);
      }),
      { numRuns: process.env.TEST_FULL ? 20_000 : 1_000 },
    );
    expect(dropped).to.be.above(500);
  });
});
