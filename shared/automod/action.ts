import { z } from 'zod';

const mostTimeout = 28 * 24 * 60; // Discord documentation, "Modify Guild Member": 28 days
const mostDeleteHours = 7 * 24; // "Create Guild Ban": delete_message_seconds ≤ 604800

/** What a rule does to a member (product §3), weakest first. That the burst's messages go is a setting of its own. */
export const Action = z.discriminatedUnion('is', [
  z.object({ is: z.literal('delete') }).describe('Nothing but deleting the messages'),
  z.object({ is: z.literal('warn') }),
  z.object({ is: z.literal('timeout'), minutes: z.int().min(1).max(mostTimeout) }),
  z.object({ is: z.literal('kick') }),
  z.object({ is: z.literal('ban'), deleteHours: z.int().min(0).max(mostDeleteHours).default(0) }),
]);
export type Action = z.infer<typeof Action>;

export const actions = ['delete', 'warn', 'timeout', 'kick', 'ban'] as const satisfies Action['is'][];

/** True where it asks for more than the other; a longer timeout asks for no more than a shorter one. */
export function isStronger(one: Pick<Action, 'is'>, other: Pick<Action, 'is'>): boolean {
  return actions.indexOf(one.is) > actions.indexOf(other.is);
}
