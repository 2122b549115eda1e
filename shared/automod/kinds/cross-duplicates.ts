import { z } from 'zod';
import { kind } from '../kind.ts';
import { comparable } from './comparable.ts';
import { atLeast, minLength, secondsIn, within } from './fields.ts';

export const crossDuplicates = kind({
  title: 'Same text from many members',
  description:
    'Fires when several members write the same in a short time, as raids do: for all of them, and for those who follow.',
  on: 'message',
  edits: false,
  schema: z.object({ atLeast: atLeast('Members', 4), seconds: within(60), minLength: minLength(15) }),
  window: ({ atLeast, seconds }) => ({ counts: 'members', atLeast, within: seconds * 1_000 }),
  ready: ({ minLength }) => minLength,
  checks: [comparable],
  explain: ({ atLeast, seconds }, reached) =>
    `The same message from ${reached} members within ${secondsIn(seconds)} (${atLeast} are too many).`,
});
