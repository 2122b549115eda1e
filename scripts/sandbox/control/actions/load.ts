import { z } from 'zod';
import { type Action, action, id, milliseconds } from '../action.ts';

const many = z.number().int().min(1).max(10_000);
const place = z.object({ guild: id, channel: id.optional() });

/** Many members at once. */
export const loadActions: Record<string, Action> = {
  load: action(
    z.object({
      perSecond: z.number().positive().max(100_000),
      forMs: milliseconds,
      guilds: z.number().int().positive().optional(),
      seed: z.number().int().optional(),
    }),
    (s, order) => {
      s.load.start(order);
      return s.load.state;
    },
  ),
  endLoad: action(z.object({}), (s) => {
    s.load.stop();
    return s.load.state;
  }),
  raid: action(place.extend({ members: many, content: z.string().optional() }), (s, order) => ({
    messages: s.raid(order).map((message) => message.id),
  })),
  spam: action(place.extend({ user: id, messages: many }), (s, order) => ({
    messages: s.spam(order).map((message) => message.id),
  })),
  joinWave: action(z.object({ guild: id, members: many }), (s, order) => ({
    members: s.joinWave(order).map(({ user }) => user.id),
  })),
};
