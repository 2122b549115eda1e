import type { BytesConfig } from '../../bytes/settings.ts';
import { MINUTE } from '../../core/clock.ts';
import type { State } from './committed-states.ts';
import type { Deed, Outcome } from './deeds.ts';

/**
 * When each refusal is right, in the words of the product page (§1, §2) and apart from the system's own rules: of this
 * member in that state, under that config. Refusals that are not here depend on more than the member.
 */
const reasons: Record<string, (deed: Deed, state: State, config: BytesConfig, outcome: Outcome) => boolean> =
  {
    self: (deed) => deed.kind === 'transfer' && deed.receiver === deed.user,
    'too-much': (deed, _, { largestTransfer }) => deed.kind === 'transfer' && deed.amount > largestTransfer,
    cooling: (deed, { lastTransferAt }, { transferCooldownMinutes }, outcome) => {
      if (deed.kind !== 'transfer' || lastTransferAt === null) return false;
      const until = lastTransferAt.getTime() + transferCooldownMinutes * MINUTE;
      return deed.at < until && outcome.until === until;
    },
    poor: (deed, { balance }, { switchCost }, outcome) => {
      if (deed.kind === 'join') return balance < switchCost && outcome.missing === switchCost - balance;
      const needed = deed.kind === 'transfer' ? deed.amount : deed.kind === 'gift' ? -deed.amount : 0;
      return balance < needed && outcome.balance === balance;
    },
    'below-minimum': (_, { balance }, { squadMinimum }, outcome) =>
      balance < squadMinimum && outcome.missing === squadMinimum - balance,
    changed: (deed, { everInSquad }, { switchCost }) =>
      deed.kind === 'join' && everInSquad && switchCost > deed.agreed,
    already: (deed, { squad }) => deed.kind === 'join' && squad === deed.squad,
    nowhere: (_, { squad }) => squad === null,
    'too-many': (deed, { freezesHeld }, { mostFreezes }) =>
      deed.kind === 'freezes' && freezesHeld + deed.amount > mostFreezes,
    'too-few': (deed, { freezesHeld }) => deed.kind === 'freezes' && freezesHeld + deed.amount < 0,
    unknown: (_, { from }) => from === Number.NEGATIVE_INFINITY,
  };

/** Refusals that depend on others as well: a squad's members. */
const unjudged = ['full'];

export const isGranted = ({ is }: Outcome) => ['handled', 'sent', 'given', 'joined', 'left'].includes(is);

/** Whether some state that stood between the request and the reply, under some config it was asked with, gives reason. */
export function isJustified(
  deed: Deed,
  outcome: Outcome,
  { asks, until, states }: { asks: { at: number; config: BytesConfig }[]; until: number; states: State[] },
): boolean {
  if (unjudged.includes(outcome.is)) return true;
  const reason = reasons[outcome.is];
  if (!reason) throw new Error(`the model knows no refusal '${outcome.is}'`);
  const asked = Math.min(...asks.map(({ at }) => at));
  const seen = states.filter(({ from, to }) => to >= asked && from <= until);
  return seen.some((state) => asks.some(({ config }) => reason(deed, state, config, outcome)));
}

/** A streak as one would count it by hand: back from the last active day, over frozen days and outages. */
export function streakOf({
  paid,
  frozen,
  outages,
}: Record<'paid' | 'frozen' | 'outages', readonly number[]>): number {
  const bridged = new Set([...frozen, ...outages]);
  const active = new Set(paid);
  let streak = 0;
  for (let day = Math.max(...paid); active.has(day) || bridged.has(day); day--) if (active.has(day)) streak++;
  return streak;
}
