import { type Knex, transact } from '../db/knex.ts';
import { addNotes } from '../moderation/case-notes.ts';
import { type CaseState, openCases } from '../moderation/cases.ts';
import { lockMembers } from '../moderation/member-locks.ts';
import { upgradeCases } from '../moderation/upgrades.ts';
import { type Escalated, escalate, type Orders } from './escalation.ts';
import { type Evidence, saveFirings } from './evidence.ts';
import type { Hit } from './hit.ts';
import { findKnown } from './known-firings.ts';
import type { Outcome } from './model.ts';
import { automod, decideAll, orderOf, type Pending, reasonOf, upgradeOf, type Verdict } from './verdicts.ts';

/** What came of a hit, as it is stored. */
export interface Recorded {
  hit: Hit;
  firing: string;
  /** Written just now; otherwise it was known, and only its evidence grew. */
  isNew: boolean;
  /** Microseconds since 1970: the same for all that one transaction wrote. */
  createdAt: string;
  outcome: Outcome;
  case: CaseState | null;
  /** Its messages, of those that the hit names, that are to be deleted and are not yet. */
  wanted: Evidence[];
}

/**
 * Records what fired: firings with their evidence, and the cases that they open or make ask for more. One transaction with
 * a constant number of statements, whatever the number of hits; no two hits may be of the same rule, member and burst.
 * Repeating it changes nothing and answers the same, as known. Which firing acts is decided once and for all.
 */
export function recordFirings(
  { db }: { db: Knex },
  hits: readonly Hit[],
  orders: Orders,
): Promise<{ firings: Recorded[]; ladder: Escalated[] }> {
  return transact(db, async (trx) => {
    await lockMembers(trx, hits);
    const verdicts = decideAll(await findKnown(trx, hits));
    const pendings = new Set(verdicts.flatMap(({ pending }) => pending ?? []));
    const opened = await open(trx, [...pendings], orders.now);
    const upgraded = await upgrade(trx, [...pendings], orders.now);
    const stateOf = (pending: Pending | null) =>
      pending && (opened.get(pending) ?? upgraded.get(pending) ?? pending.stored);
    const wanted = await saveFirings(
      trx,
      verdicts.map((verdict) => ({ ...verdict, case: stateOf(verdict.pending)?.id ?? null })),
    );
    const firings = verdicts.map(({ found, outcome, pending }): Recorded => {
      const { hit, id, known, now } = found;
      const createdAt = known?.createdAt ?? now;
      const evidence = wanted.get(id) ?? [];
      return { hit, firing: id, isNew: !known, createdAt, outcome, case: stateOf(pending), wanted: evidence };
    });
    return { firings, ladder: await escalate(trx, warned(verdicts, stateOf), orders) };
  });
}

async function open(trx: Knex.Transaction, pendings: Pending[], now: number) {
  const wanted = pendings.flatMap((pending) => {
    const order = orderOf(pending, now);
    return order ? [{ pending, order }] : [];
  });
  const states = await openCases(
    trx,
    wanted.map(({ order }) => order),
  );
  const byOperation = new Map(states.map(({ isNew: _, ...state }) => [state.operation, state]));
  const opened = new Map<Pending, CaseState>();
  for (const { pending, order } of wanted) {
    const state = byOperation.get(order.operation);
    if (state) opened.set(pending, state);
  }
  const strengthened = [...opened].flatMap(([pending, { id }]) => upgradeOf(pending, id, now) ?? []);
  await addNotes(
    trx,
    strengthened.map(({ case: id, by, note }) => ({ case: id, by, text: note })),
  );
  return opened;
}

async function upgrade(trx: Knex.Transaction, pendings: Pending[], now: number) {
  const wanted = new Map(
    pendings.flatMap((pending) => {
      const order = pending.stored && upgradeOf(pending, pending.stored.id, now);
      return order ? [[order.case, { pending, order }] as const] : [];
    }),
  );
  const states = await upgradeCases(
    trx,
    [...wanted.values()].map(({ order }) => order),
  );
  return new Map(
    states.flatMap((state) => {
      const pending = wanted.get(state.id)?.pending;
      return pending ? [[pending, state] as const] : [];
    }),
  );
}

/** Cases that are warnings, each once, with the firing that opened it. */
function warned(verdicts: Verdict[], stateOf: (pending: Pending | null) => CaseState | null) {
  return verdicts.flatMap(({ found, outcome, pending }) => {
    const state = stateOf(pending);
    if (outcome !== 'acted' || state?.kind !== 'warn') return [];
    const { guild, user, firedAt } = found.hit;
    return [
      { guild, user, case: state.id, isNew: !found.known, reason: reasonOf(found.hit), firedAt, by: automod },
    ];
  });
}
