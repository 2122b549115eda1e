import type { World } from './types.ts';

/** Who does something, and why: the audit log says both. */
export interface Act {
  /** A user's id. */
  by: string;
  reason: string | null;
}

export function actOf(by: string, reason: string | null = null): Act {
  return { by, reason };
}

/** The bot does it over REST; `reason` is its X-Audit-Log-Reason. */
export function actOfBot({ bot }: World, reason: string | null = null): Act {
  return { by: bot.id, reason };
}
