import { DAY } from '../../core/clock.ts';
import { snowflakeAt } from '../../core/snowflake.ts';
import { readText } from '../content.ts';
import type { WindowState } from '../evaluate.ts';
import type { Known } from '../kind.ts';
import type { MemberSubject, MessageSubject, Subject } from '../subject.ts';
import type { KindName } from './registry.ts';

const noon = Date.UTC(2026, 0, 5, 12);

/** What a rule of a kind says of a subject: each of its sentences, and whether it fires with what windows say. */
export interface Row {
  kind: KindName;
  settings?: Record<string, unknown>;
  subject: Subject;
  /** Of windows; without it they are not asked, as a tester does not. */
  state?: WindowState;
  /** The conditions after the exemptions: `+` holds, `-` does not. */
  says: string[];
  fires: boolean;
  explains?: string;
}

export function message(text: string, given: Partial<MessageSubject> = {}): MessageSubject {
  return {
    is: 'message',
    guild: '100',
    user: '900',
    roles: ['701', '702'],
    moderator: false,
    at: noon,
    id: snowflakeAt(noon),
    channel: '301',
    parent: '300',
    edited: false,
    content: readText(text, Array(given.attachments ?? 0).fill({ size: 1, type: null })),
    mentions: 0,
    attachments: 0,
    ...given,
  };
}

export function member(given: Partial<MemberSubject> = {}): MemberSubject {
  return {
    is: 'join',
    guild: '100',
    user: '900',
    roles: ['701'],
    moderator: false,
    at: noon,
    username: 'ordinary',
    globalName: null,
    nick: null,
    accountMadeAt: noon - 3 * DAY,
    avatar: false,
    ...given,
  };
}

/** Of invites: `home` leads to this guild, `friend` to 200, `gone` nowhere; others were not looked up. */
export const known: Known = {
  inviteGuild: (code) => ({ home: '100', friend: '200', gone: 'none' })[code],
};

const burst = (reached: number): WindowState => ({ reached, burst: '1' });
const quiet = (reached: number): WindowState => ({ reached, burst: null });
const names = { patterns: ['^free', 'n[i1]tro'] };

export const rows: Row[] = [
  {
    kind: 'username',
    settings: { ...names, youngerThanDays: 7, noAvatar: true },
    subject: member({ globalName: 'ｎ１tro drops' }),
    says: [
      '+ The account is 3 days old (younger than 7 counts).',
      '+ It has no avatar of its own.',
      '+ Pattern 2 matches the display name.',
    ],
    fires: true,
    explains: 'The name is not allowed here.',
  },
  {
    kind: 'username',
    settings: names,
    subject: member({ is: 'rename', nick: 'FREE stuff', avatar: true }),
    state: burst(1),
    says: ['+ Pattern 1 matches the nickname.'],
    fires: true,
  },
  {
    kind: 'username',
    settings: { ...names, youngerThanDays: 2, noAvatar: true },
    subject: member({ avatar: true }),
    says: [
      '- The account is 3 days old (younger than 2 counts).',
      '- It has an avatar of its own.',
      '- No pattern matches a name.',
    ],
    fires: false,
  },
  {
    kind: 'message-count',
    settings: { atLeast: 5, seconds: 10 },
    subject: message('hi'),
    state: burst(6),
    says: ['+ 6 of at least 5 messages within 10 seconds.'],
    fires: true,
    explains: '6 messages within 10 seconds (5 are too many).',
  },
  {
    kind: 'message-count',
    subject: message('hi'),
    state: quiet(2),
    says: ['- 2 of at least 8 messages within 10 seconds.'],
    fires: false,
  },
  {
    kind: 'duplicates',
    settings: { atLeast: 3, seconds: 1 },
    subject: message('Hi!'),
    state: burst(3),
    says: ['+ 2 of at least 1 characters', '+ 3 of at least 3 messages with the same text within 1 second.'],
    fires: true,
    explains: 'The same message 3 times within 1 second (3 are too many).',
  },
  {
    kind: 'duplicates',
    subject: message('\u200b'),
    says: [
      '- 0 of at least 1 characters',
      '- 0 of at least 4 messages with the same text within 60 seconds.',
    ],
    fires: false,
  },
  {
    kind: 'duplicates',
    subject: message('', { attachments: 1 }),
    state: quiet(1),
    says: [
      '+ 0 of at least 1 characters, and an attachment',
      '- 1 of at least 4 messages with the same text within 60 seconds.',
    ],
    fires: false,
  },
  {
    kind: 'channels',
    subject: message('hi'),
    state: burst(4),
    says: ['+ 4 of at least 4 channels within 20 seconds.'],
    fires: true,
    explains: 'Messages in 4 channels within 20 seconds (4 are too many).',
  },
  {
    kind: 'words',
    settings: { words: ['scam', 'free nitro', 'bad*'] },
    subject: message('get FRЕЕ  nіtrо'),
    says: ['+ Word 2 of the list is in it.'],
    fires: true,
    explains: 'A word in the message is not allowed here.',
  },
  {
    kind: 'words',
    settings: { words: ['scam'] },
    subject: message('scammer'),
    says: ['- No word of the list is in it.'],
    fires: false,
  },
  { kind: 'words', subject: message('anything'), says: ['- No word of the list is in it.'], fires: false },
  {
    kind: 'pattern',
    settings: names,
    subject: message('Get N1TRO'),
    state: burst(1),
    says: ['+ Pattern 2 of 2 matches it.'],
    fires: true,
    explains: 'The message matches a pattern that is not allowed here.',
  },
  {
    kind: 'pattern',
    settings: { patterns: ['nitro'], caseSensitive: true },
    subject: message('NITRO'),
    says: ['- No pattern matches it.'],
    fires: false,
  },
  {
    kind: 'pattern',
    settings: names,
    subject: message('nitro'),
    state: quiet(0), // windows did not let it in: it is too late
    says: ['+ Pattern 2 of 2 matches it.'],
    fires: false,
  },
  {
    kind: 'cross-duplicates',
    subject: message('raid their server now'),
    state: burst(5),
    says: [
      '+ 21 of at least 15 characters',
      '+ 5 of at least 4 members with the same text within 60 seconds.',
    ],
    fires: true,
    explains: 'The same message from 5 members within 60 seconds (4 are too many).',
  },
  {
    kind: 'cross-duplicates',
    subject: message('good morning!!!'),
    state: quiet(0),
    says: [
      '- 11 of at least 15 characters',
      '- 0 of at least 4 members with the same text within 60 seconds.',
    ],
    fires: false,
  },
  {
    kind: 'mentions',
    subject: message('hey', { mentions: 9 }),
    state: burst(9),
    says: [
      '+ 9 mentions in the message',
      '+ 9 of at least 12 mentions within 60 seconds, or 8 in one message.',
    ],
    fires: true,
    explains: '9 mentions within 60 seconds (12 are too many, or 8 in one message).',
  },
  {
    kind: 'mentions',
    settings: { atOnce: 0 },
    subject: message('hey'),
    state: quiet(0),
    says: ['- 0 mentions in the message', '- 0 of at least 12 mentions within 60 seconds.'],
    fires: false,
  },
  {
    kind: 'join-rate',
    settings: { lockdown: true },
    subject: member(),
    state: burst(11),
    says: ['+ 11 of at least 10 joins within 10 seconds.'],
    fires: true,
    explains: '11 members joined within 10 seconds (10 are too many).',
  },
  {
    kind: 'invites',
    subject: message('discord.gg/home discord.gg/friend'),
    says: ['+ It invites to the server 200.'],
    fires: true,
    explains: 'The message invites to another server.',
  },
  {
    kind: 'invites',
    subject: message('discord.gg/gone'),
    says: ['+ It has an invite that Discord does not know.'],
    fires: true,
  },
  {
    kind: 'invites',
    subject: message('discord.gg/new discord.gg/home'),
    says: ['- Where its invite leads is not known yet.'],
    fires: false,
  },
  {
    kind: 'invites',
    settings: { allowedGuilds: ['200'] },
    subject: message('discord.gg/home discord.gg/friend'),
    says: ['- Its invites lead to allowed servers.'],
    fires: false,
  },
  { kind: 'invites', subject: message('hello'), says: ['- No invite is in it.'], fires: false },
  {
    kind: 'links',
    settings: { deny: ['evil.com'] },
    subject: message('[docs](https://www.EVIL.com/x)'),
    says: ['+ www.evil.com is denied.'],
    fires: true,
    explains: 'The message has a link that is not allowed here.',
  },
  {
    kind: 'links',
    settings: { allow: ['good.org', 'пример.рф', '*.gg'] },
    subject: message('https://a.good.org https://пример.рф https://x.gg https://other.net'),
    says: ['+ other.net is not among the allowed domains.'],
    fires: true,
  },
  {
    kind: 'links',
    settings: { deny: ['evil.com'], allow: ['good.org'] },
    subject: message('https://good.org'),
    says: ['- Its links are allowed.'],
    fires: false,
  },
  { kind: 'links', subject: message('evil.com'), says: ['- No link is in it.'], fires: false },
];
