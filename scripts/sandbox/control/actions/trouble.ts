import { z } from 'zod';
import { stormKinds } from '../../trouble/storm.ts';
import { faultKinds } from '../../trouble/trouble.ts';
import { type Action, action, onOff } from '../action.ts';

const match = z.string(); // part of `METHOD /path`
const seed = z.number().int();
const milliseconds = z.number().nonnegative();
const rates = z.partialRecord(z.enum(faultKinds), z.number().min(0).max(1));

/** Misbehaviour of gateway and REST. */
export const troubleActions: Record<string, Action> = {
  dropSockets: action(z.object({ code: z.number().optional() }), (s, order) =>
    s.trouble.dropSockets(order.code),
  ),
  reconnect: action(z.object({}), (s) => s.trouble.reconnect()),
  invalidate: action(z.object({ resumable: z.boolean() }), (s, order) =>
    s.trouble.invalidate(order.resumable),
  ),
  withholdAcks: action(onOff, (s, order) => s.trouble.withholdAcks(order.on)),
  duplicate: action(onOff, (s, order) => s.trouble.duplicate(order.on)),
  delay: action(z.object({ ms: milliseconds }), (s, order) => s.trouble.delay(order.ms)),
  reorder: action(
    z.object({
      on: z.boolean(),
      window: z.number().int().min(2).max(1_000).optional(),
      seed: seed.optional(),
    }),
    (s, { on, window = 8, seed = 1 }) => s.trouble.reorder(on ? { window, seed } : null),
  ),
  refuseRest: action(
    z.object({
      status: z.number(),
      code: z.number().optional(),
      times: z.number(),
      match: match.optional(),
      afterwards: z.boolean().optional(),
    }),
    (s, order) => s.trouble.refuseRest(order),
  ),
  faultRest: action(
    z.object({ rates, match: match.optional(), seed: seed.optional(), slowMs: milliseconds.optional() }),
    (s, order) => s.trouble.faultRest(order),
  ),
  silence: action(z.object({ match }), (s, order) => s.trouble.silence(order.match)),
  storm: action(
    z.object({
      seed,
      everyMs: z.number().positive(),
      kinds: z.array(z.enum(stormKinds)).optional(),
      rest: rates.optional(),
      forMs: milliseconds.optional(),
    }),
    (s, order) => s.trouble.storm(order),
  ),
  calm: action(z.object({}), (s) => s.trouble.calm()),
  clearRecords: action(z.object({}), (s) => s.clearRecords()),
};
