import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { readText } from '../content.ts';
import { kind } from '../kind.ts';
import type { Patterns } from '../pattern.ts';
import type { MemberSubject } from '../subject.ts';
import { anyMatch } from './fields.ts';
import { patternFields, toPatterns } from './patterns-field.ts';

const names = [
  ['username', 'user name'],
  ['globalName', 'display name'],
  ['nick', 'nickname'],
] as const;

export const username = kind({
  title: 'User name',
  description:
    'Fires when somebody joins, or changes their name, and a pattern matches the user name, the display name or the nickname.',
  on: 'member',
  edits: false,
  schema: z.object({
    ...patternFields,
    youngerThanDays: z.int().min(0).max(3_650).default(0).meta({
      title: 'Account younger than',
      description: '0: whatever its age.',
      unit: 'days',
    }),
    noAvatar: z.boolean().default(false).meta({
      title: 'Only without an avatar',
      description: 'Accounts with a picture of their own are left alone.',
    }),
  }),
  window: () => anyMatch,
  ready: ({ youngerThanDays, noAvatar, ...settings }) => ({
    youngerThanDays,
    noAvatar,
    patterns: toPatterns(settings),
  }),
  checks: [
    {
      what: 'account age',
      isAsked: ({ youngerThanDays }) => youngerThanDays > 0,
      holds: (subject, { youngerThanDays }) => ageOf(subject) < youngerThanDays * DAY,
      why: (subject, { youngerThanDays }) =>
        `The account is ${Math.floor(ageOf(subject) / DAY)} days old (younger than ${youngerThanDays} counts).`,
    },
    {
      what: 'avatar',
      isAsked: ({ noAvatar }) => noAvatar,
      holds: ({ avatar }) => !avatar,
      why: ({ avatar }) => (avatar ? 'It has an avatar of its own.' : 'It has no avatar of its own.'),
    },
    {
      what: 'patterns',
      holds: (subject, { patterns }) => findName(subject, patterns) !== undefined,
      why: (subject, { patterns }) => {
        const found = findName(subject, patterns);
        return found
          ? `Pattern ${found.pattern + 1} matches the ${found.title}.`
          : 'No pattern matches a name.';
      },
    },
  ],
  explain: () => 'The name is not allowed here.',
});

function ageOf({ at, accountMadeAt }: MemberSubject): number {
  return at - accountMadeAt;
}

function findName(subject: MemberSubject, patterns: Patterns) {
  for (const [key, title] of names) {
    const name = subject[key];
    const pattern = name ? patterns.find(readText(name)) : -1;
    if (pattern >= 0) return { title, pattern };
  }
  return undefined;
}
