import { z } from 'zod';
import { kind } from '../kind.ts';
import { comparable } from './comparable.ts';
import { atLeast, minLength, secondsIn, within } from './fields.ts';

export const duplicates = kind({
  title: 'Duplicate messages',
  description:
    'Fires when a member writes the same again and again. Look-alike letters, case, accents and tracking parameters make no difference.',
  on: 'message',
  edits: false,
  schema: z.object({ atLeast: atLeast('Same messages', 4), seconds: within(60), minLength: minLength(1) }),
  window: ({ atLeast, seconds }) => ({ counts: 'duplicates', atLeast, within: seconds * 1_000 }),
  ready: ({ minLength }) => minLength,
  checks: [comparable],
  explain: ({ atLeast, seconds }, reached) =>
    `The same message ${reached} times within ${secondsIn(seconds)} (${atLeast} are too many).`,
});
