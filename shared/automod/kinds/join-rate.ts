import { z } from 'zod';
import { kind } from '../kind.ts';
import { atLeast, secondsIn, within } from './fields.ts';

export const joinRate = kind({
  title: 'Join rate',
  description: 'Fires for everybody who joins while too many do, as in a raid.',
  on: 'join',
  edits: false,
  schema: z.object({
    atLeast: atLeast('Joins', 10),
    seconds: within(10),
    lockdown: z.boolean().default(false).meta({
      title: 'Lock down',
      description:
        'Nobody can be invited, and members cannot write to each other in private, until it is calm again.',
      group: 'Lockdown',
    }),
    calmMinutes: z.int().min(1).max(720).default(10).meta({
      title: 'Calm for',
      description: 'The lockdown ends when joins have been slower for so long.',
      unit: 'minutes',
      group: 'Lockdown',
    }),
  }),
  window: ({ atLeast, seconds }) => ({ counts: 'joins', atLeast, within: seconds * 1_000 }),
  ready: () => undefined,
  checks: [],
  explain: ({ atLeast, seconds }, reached) =>
    `${reached} members joined within ${secondsIn(seconds)} (${atLeast} are too many).`,
});
