import { z } from 'zod';
import { kind } from '../kind.ts';
import { atLeast, secondsIn, within } from './fields.ts';

export const mentions = kind({
  title: 'Mentions',
  description: 'Fires when a member mentions too many members and roles. @everyone and @here count as one.',
  on: 'message',
  edits: false,
  schema: z.object({
    atLeast: atLeast('Mentions', 12, 1),
    seconds: within(60),
    atOnce: z.int().min(0).max(100).default(8).meta({
      title: 'In one message',
      description: 'So many in one message are too many as well. 0: only the sum counts.',
    }),
  }),
  window: ({ atLeast, seconds, atOnce }) => ({
    counts: 'mentions',
    atLeast,
    within: seconds * 1_000,
    atOnce,
  }),
  ready: () => undefined,
  checks: [
    {
      what: 'mentions',
      holds: ({ mentions }) => mentions > 0,
      why: ({ mentions }) =>
        mentions === 1 ? '1 mention in the message' : `${mentions} mentions in the message`,
    },
  ],
  explain: ({ atLeast, seconds, atOnce }, reached) =>
    `${reached} mentions within ${secondsIn(seconds)} (${atLeast} are too many${atOnce > 0 ? `, or ${atOnce} in one message` : ''}).`,
});
