import { z } from 'zod';
import { kind } from '../kind.ts';
import { atLeast, secondsIn, within } from './fields.ts';

export const channels = kind({
  title: 'Channel spam',
  description: 'Fires when a member writes in too many channels in a short time.',
  on: 'message',
  edits: false,
  schema: z.object({ atLeast: atLeast('Channels', 4), seconds: within(20) }),
  window: ({ atLeast, seconds }) => ({ counts: 'channels', atLeast, within: seconds * 1_000 }),
  ready: () => undefined,
  checks: [],
  explain: ({ atLeast, seconds }, reached) =>
    `Messages in ${reached} channels within ${secondsIn(seconds)} (${atLeast} are too many).`,
});
