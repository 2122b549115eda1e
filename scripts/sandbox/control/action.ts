import { z } from 'zod';
import type { Sandbox } from '../sandbox.ts';

/** An order that other processes can give, as POST /control/<name>. */
export interface Action {
  order: z.ZodType;
  perform(sandbox: Sandbox, order: unknown): unknown;
}

/** `run` sees what its schema let through. */
export function action<T extends z.ZodType>(
  order: T,
  run: (sandbox: Sandbox, order: z.infer<T>) => unknown,
): Action {
  return { order, perform: (sandbox, sent) => run(sandbox, order.parse(sent)) };
}

export const id = z.string();
export const name = z.string().min(1).max(100);
export const onOff = z.object({ on: z.boolean() });
/** As much as a timer takes. */
export const milliseconds = z.number().nonnegative().max(2_147_483_647);
export const file = z.object({
  filename: z.string(),
  size: z.number().nonnegative().optional().describe('bytes; 1024 where left out'),
  content_type: z.string().optional(),
});
export const acting = {
  by: id.optional().describe('the member who does it, as far as they may; the owner where left out'),
  reason: z.string().nullable().optional().describe('for the audit log'),
};
