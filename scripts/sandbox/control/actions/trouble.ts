import { z } from 'zod';
import { stormKinds } from '../../trouble/storm.ts';
import { faultKinds } from '../../trouble/trouble.ts';
import { type Action, action, milliseconds, onOff } from '../action.ts';

const match = z.string().describe('part of `METHOD /path`');
const closeCode = z
  .int()
  .refine((code) => (code >= 3_000 && code < 5_000) || [1_000, 1_001, 1_011].includes(code));
const seed = z.number().int();
const rates = z.partialRecord(z.enum(faultKinds), z.number().min(0).max(1));

/** Misbehaviour of gateway and REST. */
export const troubleActions: Record<string, Action> = {
  dropSockets: action(
    z.object({ code: closeCode.optional().describe('left out: cut like a dead network') }),
    (s, order) => s.trouble.dropSockets(order.code),
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
      status: z.int().min(400).max(599),
      code: z.int().optional(),
      times: z.int().positive(),
      match: match.optional(),
      afterwards: z.boolean().optional().describe('the deed is done all the same'),
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
      everyMs: milliseconds.min(1),
      kinds: z.array(z.enum(stormKinds)).optional(),
      rest: rates.optional(),
      forMs: milliseconds.optional(),
    }),
    (s, order) => s.trouble.storm(order),
  ),
  endStorm: action(z.object({}), (s) => s.trouble.endStorm()),
  calm: action(z.object({}), (s) => s.trouble.calm()),
  clearRecords: action(z.object({}), (s) => s.clearRecords()),
};
