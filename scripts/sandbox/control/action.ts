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
export const onOff = z.object({ on: z.boolean() });
