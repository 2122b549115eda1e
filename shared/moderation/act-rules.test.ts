import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { mayAct } from './act-rules.ts';
import { caseKinds } from './model.ts';
import type { Rank } from './ranks.ts';

const all = P.ModerateMembers | P.KickMembers | P.BanMembers;
const member: Rank = {
  user: '900',
  isBot: false,
  isMember: true,
  isOwner: false,
  isUnknown: false,
  top: { position: 1, role: '51' },
  permissions: 0n,
};
const mod: Rank = { ...member, user: '901', top: { position: 5, role: '55' }, permissions: all };
const bot: Rank = { ...member, user: '10', isBot: true, top: { position: 9, role: '59' }, permissions: all };
const at = { invoker: mod, bot, target: member };
const stranger: Rank = { ...member, isMember: false, top: { position: 0, role: '100' } };
const owner: Rank = { ...member, isOwner: true, top: { position: 0, role: '100' } };

describe('who may act on whom', () => {
  it('whoever ranks above and has the permission, by a bot that does so too', () => {
    for (const kind of caseKinds) {
      expect(mayAct(kind, at), kind).eql({ is: 'allowed' });
      expect(mayAct(kind, { ...at, invoker: 'staff' }), kind).eql({ is: 'allowed' });
    }
  });

  for (const [who, kind, where, is] of [
    ['nobody on themselves', 'ban', { target: mod }, 'self'],
    [
      'nobody on who may be anybody yet',
      'ban',
      { target: { ...stranger, isUnknown: true } },
      'not-known-yet',
    ],
    ['nobody on this bot', 'kick', { target: bot }, 'bot-itself'],
    ['nobody on the owner', 'warn', { target: owner }, 'owner'],
    ['not staff on the owner either', 'timeout', { target: owner, invoker: 'staff' }, 'owner'],
    ['nobody on who ranks as high', 'timeout', { target: { ...member, top: mod.top } }, 'outranks-you'],
    [
      'nobody on a role above the bot’s',
      'ban',
      { invoker: 'staff', bot: { ...bot, top: member.top } },
      'outranks-bot',
    ],
    ['nobody on bots by a warning', 'warn', { target: { ...member, isBot: true } }, 'is-a-bot'],
    ['nobody on who is not there, by a kick', 'kick', { target: stranger }, 'not-a-member'],
    ['by a timeout', 'timeout', { target: stranger }, 'not-a-member'],
    ['by a warning', 'warn', { target: stranger }, 'not-a-member'],
    [
      'by a timeout on administrators',
      'timeout',
      { target: { ...member, permissions: P.Administrator } },
      'administrator',
    ],
    [
      'who lacks the permission',
      'kick',
      { invoker: { ...mod, permissions: P.BanMembers } },
      'missing-permission',
    ],
    ['by a bot that lacks it', 'ban', { bot: { ...bot, permissions: P.KickMembers } }, 'missing-permission'],
  ] as const)
    it(`not ${who}`, () => expect(mayAct(kind, { ...at, ...where }).is).eq(is));

  it('who is not there can still be banned, and unbanned', () => {
    for (const kind of ['ban', 'unban', 'note'] as const)
      expect(mayAct(kind, { ...at, target: stranger })).eql({ is: 'allowed' });
  });

  it('the owner on everybody whom the bot ranks above', () => {
    const high = { ...member, top: { position: 7, role: '57' } };
    expect(mayAct('ban', { ...at, invoker: { ...owner, user: '902', permissions: all }, target: high })).eql({
      is: 'allowed',
    });
  });

  it('which of two roles at one place is higher says its age', () => {
    const target = { ...member, top: { position: 5, role: '54' } };
    expect(mayAct('ban', { ...at, target }).is).eq('outranks-you');
    expect(mayAct('ban', { ...at, target: { ...target, top: { position: 5, role: '56' } } }).is).eq(
      'allowed',
    );
  });

  it('what is missing is named', () =>
    expect(mayAct('ban', { ...at, invoker: member, target: stranger })).eql({
      ...{ is: 'missing-permission', who: 'you', permission: 'Ban Members' },
    }));

  it('where nothing is known of the bot, Discord will say', () =>
    expect(mayAct('ban', { ...at, bot: undefined })).eql({ is: 'allowed' }));
});
