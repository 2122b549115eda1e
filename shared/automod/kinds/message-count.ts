import { z } from 'zod';
import { kind } from '../kind.ts';
import { atLeast, secondsIn, within } from './fields.ts';

export const messageCount = kind({
  title: 'Message count',
  description: 'Fires when a member writes too many messages in a short time.',
  on: 'message',
  edits: false,
  schema: z.object({ atLeast: atLeast('Messages', 8, 1), seconds: within(10) }),
  window: ({ atLeast, seconds }) => ({ counts: 'messages', atLeast, within: seconds * 1_000 }),
  ready: () => undefined,
  checks: [],
  explain: ({ atLeast, seconds }, reached) =>
    `${reached} messages within ${secondsIn(seconds)} (${atLeast} are too many).`,
});
