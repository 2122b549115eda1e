import { oneLine } from '../core/plain-text.ts';

export const longestReason = 200; // characters; product §1, and the ledger's own limit

export type Reason = { is: 'fine'; reason: string | null } | { is: 'too-long'; by: number };

/** The reason of a movement as the ledger keeps it; null where nothing of it can be seen. */
export function readReason(typed: string | undefined): Reason {
  const reason = oneLine(typed ?? '');
  const by = [...reason].length - longestReason;
  return by > 0 ? { is: 'too-long', by } : { is: 'fine', reason: reason || null };
}
