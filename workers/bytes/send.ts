import { readReason } from '../../shared/bytes/reason.ts';
import { type Transfer, transfer } from '../../shared/bytes/transfer.ts';
import { literally } from '../../shared/core/plain-text.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { transact } from '../../shared/db/knex.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { saveMembers } from '../../shared/sync/member-rows.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Caller, Named } from '../interactions/caller.ts';
import type { Call } from '../interactions/command.ts';
import { parseAmount } from './amount.ts';
import { grantAloud } from './announce.ts';
import { findEconomy } from './economy.ts';
import { sendTexts } from './send-texts.ts';

interface Options {
  user: Named;
  amount: number;
  reason: string | undefined;
}

/** `/bytes send user amount [reason]` (product §1, "Transfer"). */
export function send({ options, ...caller }: Call<Options>, context: Context): Promise<Answer> {
  const { user: receiver, amount, reason } = options;
  return sendBytes(context, caller, {
    receiver,
    amount: String(amount),
    reason,
    operation: `int:${caller.id}`,
  });
}

/** What somebody wants to send, as they typed it. */
interface Wish {
  receiver: Named;
  amount: string;
  reason: string | undefined;
  /** Ends in the id of the interaction that began it. */
  operation: `int:${string}` | `prompt:${string}`;
}

type Deps = Pick<Context, 'db' | 'settings' | 'queue' | 'partitions'>;

/**
 * Decides, then tells the channel and asks for the roles that the receiver has earned. Run again for the same operation
 * it moves nothing, and says the same.
 */
export async function sendBytes(context: Deps, caller: Caller, wish: Wish): Promise<Answer> {
  const { guild, user, locale } = caller;
  const words = sendTexts(locale);
  const settings = await findEconomy(context, guild);
  if (!settings) return refused(words.refusals.disabled());
  const amount = parseAmount(wish.amount);
  if (amount === undefined) return refused(words.amount);
  const reason = readReason(wish.reason);
  if (reason.is === 'too-long') return refused(words.tooLong(reason.by));
  const { config } = settings;
  if (config.leastMembershipDays > 0) await rememberCaller(context, caller);
  const order = { guild, giver: user, receiver: wish.receiver, amount, reason: reason.reason, config };
  const outcome = await transfer(context, { ...order, operation: wish.operation, at: timeOf(caller.id) });
  if (outcome.is !== 'sent') return refused(explain(outcome, locale));
  await queueEffects(context, [
    lineOf(caller, { ...wish, amount: outcome.amount, reason: reason.reason }),
    ...outcome.grants.map((wanted) =>
      grantAloud(wanted, { settings, channel: caller.channel, locale: caller.guildLocale }),
    ),
  ]);
  const done = words.done(wish.receiver.id, outcome.amount, outcome.balance);
  const isResting = outcome.warmAt > timeOf(caller.id);
  return shown({ content: isResting ? `${done} ${words.again(outcome.warmAt)}` : done });
}

/** Since when the caller is a member, Discord has just said. */
async function rememberCaller({ db }: Pick<Context, 'db'>, { guild, at, sighting }: Caller): Promise<void> {
  await transact(db, (trx) => saveMembers(trx, [{ is: 'here', guild, at, member: sighting }]));
}

/** The one public line, which pings the receiver. */
function lineOf(
  { id, guild, channel, user, guildLocale }: Caller,
  {
    receiver,
    amount,
    reason,
    operation,
  }: { receiver: Named; amount: number; reason: string | null; operation: string },
) {
  const said = { giver: user.id, receiver: receiver.id, amount, reason: reason && literally(reason) };
  const nonce = operation.slice(operation.indexOf(':') + 1);
  const content = sendTexts(guildLocale).line(said);
  const pings = [receiver.id];
  return {
    id: `say-${nonce}`,
    effect: { kind: 'say' as const, guild, channel, nonce, since: id, content, pings },
  };
}

type Refusal = Exclude<Transfer, { is: 'sent' }>;

function explain(refusal: Refusal, locale: string | undefined): string {
  const { refusals } = sendTexts(locale);
  switch (refusal.is) {
    case 'too-much':
      return refusals['too-much'](refusal);
    case 'too-young':
      return refusals['too-young'](refusal);
    case 'cooling':
      return refusals.cooling(refusal);
    case 'poor':
      return refusals.poor(refusal);
    default:
      return refusals[refusal.is]();
  }
}
