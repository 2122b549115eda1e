import { z } from 'zod';

/** One promise, and what was found of it. */
export interface Finding {
  promise: string;
  looked: number;
  broken: number;
  example?: string;
}

export function finding(promise: string, looked: readonly unknown[], faults: string[]): Finding {
  return {
    promise,
    looked: looked.length,
    broken: faults.length,
    ...(faults[0] ? { example: faults[0] } : {}),
  };
}

/** A row of the ledger, as far as it is compared. */
export const Row = z.object({
  kind: z.string(),
  operation: z.string(),
  giver_id: z.string().nullable(),
  receiver_id: z.string().nullable(),
  amount: z.coerce.number(),
  day: z.number().nullable(),
});
export type Row = z.infer<typeof Row>;
