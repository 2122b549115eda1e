import { z } from 'zod';
import { type Action, action, onOff } from '../action.ts';

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
  refuseRest: action(
    z.object({
      status: z.number(),
      code: z.number().optional(),
      times: z.number(),
      match: z.string().optional(),
      afterwards: z.boolean().optional(),
    }),
    (s, order) => s.trouble.refuseRest(order),
  ),
  calm: action(z.object({}), (s) => s.trouble.calm()),
  clearRecords: action(z.object({}), (s) => s.clearRecords()),
};
