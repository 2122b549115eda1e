import { expect } from 'chai';
import { isModerator, type Moderators, type Whereabouts } from './moderators.ts';

const moderators: Moderators = {
  owner: '1',
  moderatorRoles: new Set(['50']),
  channelModerators: new Map([
    [
      '7',
      new Map([
        ['100', 'allow'],
        ['60', 'deny'],
        ['61', 'allow'],
        ['2', 'deny'],
        ['3', 'allow'],
      ] as const),
    ],
  ]),
};
const someone: Whereabouts = { guild: '100', user: '9', roles: [], channel: '8', parent: null };
const moderates = (who: Partial<Whereabouts>, of: Moderators = moderators) =>
  isModerator(of, { ...someone, ...who });

describe('moderators', () => {
  for (const [who, is, where] of [
    ['nobody by themselves', false, {}],
    ['the owner', true, { user: '1' }],
    ['who has such a role', true, { roles: ['40', '50'] }],
    [
      'who has such a role, even where the channel denies it them',
      true,
      { roles: ['50'], user: '2', channel: '7' },
    ],
    ['everybody in a channel that allows it everybody', true, { channel: '7' }],
    ['in its threads too', true, { channel: '700', parent: '7' }],
    ['not in a thread of another channel', false, { channel: '7', parent: '8' }],
    ['not whose role is denied it there', false, { channel: '7', roles: ['60'] }],
    ['who has an allowing role beside a denying one', true, { channel: '7', roles: ['60', '61'] }],
    [
      'not who is denied it in person, whatever their roles',
      false,
      { channel: '7', user: '2', roles: ['61'] },
    ],
    ['who is allowed it in person, whatever their roles', true, { channel: '7', user: '3', roles: ['60'] }],
  ] as const)
    it(`are ${who}`, () => expect(moderates(where)).to.equal(is));

  it('are all where @everyone has Manage Messages', () =>
    expect(moderates({}, { ...moderators, moderatorRoles: new Set(['100']) })).to.equal(true));
});
