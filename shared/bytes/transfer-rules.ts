import { DAY, MINUTE } from '../core/clock.ts';
import { type Snowflake, timeOf } from '../core/snowflake.ts';
import type { BytesConfig } from './settings.ts';

/** A member who sends, as the locked row has them. */
export interface Giver {
  user: Snowflake;
  balance: number;
  lastTransferAt: Date | null;
  joinedAt: Date | null;
}

/** Why bytes are not sent, with what one needs to know to do better. Times in milliseconds since 1970. */
export type TransferRefusal =
  | { is: 'disabled' }
  | { is: 'self' }
  | { is: 'bot' }
  | { is: 'stranger' }
  | { is: 'too-much'; most: number }
  | { is: 'too-young'; until: number | null }
  | { is: 'cooling'; until: number }
  | { is: 'poor'; balance: number; missing: number };

/** Who is to receive: not a bot, and a member of the guild. */
export interface Receiver {
  user: Snowflake;
  bot: boolean;
  member: boolean;
}

/** The first reason against a transfer (product §1, "Transfer"); undefined where there is none. `now` is the operation's time. */
export function refuseTransfer(
  config: BytesConfig,
  { giver, receiver, amount, now }: { giver: Giver; receiver: Receiver; amount: number; now: number },
): TransferRefusal | undefined {
  if (!config.enabled) return { is: 'disabled' };
  if (giver.user === receiver.user) return { is: 'self' };
  if (receiver.bot) return { is: 'bot' };
  if (!receiver.member) return { is: 'stranger' };
  if (amount > config.largestTransfer) return { is: 'too-much', most: config.largestTransfer };
  const old = oldEnough(config, giver);
  if (old === null || now < old) return { is: 'too-young', until: old };
  const warm = warmAt(config, giver);
  if (now < warm) return { is: 'cooling', until: warm };
  if (giver.balance < amount) return { is: 'poor', balance: giver.balance, missing: amount - giver.balance };
  return undefined;
}

/** When the giver may send again. */
export function warmAt(config: BytesConfig, { lastTransferAt }: Pick<Giver, 'lastTransferAt'>): number {
  return (lastTransferAt?.getTime() ?? 0) + config.transferCooldownMinutes * MINUTE;
}

/** From when on account and membership are old enough; null where it is not known when the member joined. */
function oldEnough(config: BytesConfig, { user, joinedAt }: Giver): number | null {
  const account = config.leastAccountAgeDays > 0 ? timeOf(user) + config.leastAccountAgeDays * DAY : 0;
  if (config.leastMembershipDays === 0) return account;
  return joinedAt === null ? null : Math.max(account, joinedAt.getTime() + config.leastMembershipDays * DAY);
}
