import { type Knex, transact } from '../db/knex.ts';
import { runTogether } from '../db/prepared.ts';
import { addNotes } from '../moderation/case-notes.ts';
import { type CaseState, type OpenedCase, openingCases } from '../moderation/cases.ts';
import { type Escalated, escalate, type Orders } from '../moderation/escalation.ts';
import { lockingMembers } from '../moderation/member-locks.ts';
import { upgradeCases } from '../moderation/upgrades.ts';
import { type Evidence, savingFirings } from './evidence.ts';
import type { Hit } from './hit.ts';
import { findingKnown } from './known-firings.ts';
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
 * a constant number of statements, whatever the number of hits; where nothing is warned or upgraded, in two round trips
 * besides BEGIN and COMMIT. No two hits may be of the same rule, member and burst. Repeating it changes nothing and answers
 * the same, as known. Which firing acts is decided once and for all.
 */
export function recordFirings(
  { db }: { db: Knex },
  hits: readonly Hit[],
  orders: Orders,
): Promise<{ firings: Recorded[]; ladder: Escalated[] }> {
  return transact(db, async (trx) => {
    const [, found] = await runTogether(trx, [lockingMembers(hits), findingKnown(hits)]);
    const verdicts = decideAll(found);
    const pendings = new Set(verdicts.flatMap(({ pending }) => pending ?? []));
    const { opened, wanted } = await save(trx, verdicts, [...pendings], orders.now);
    const upgraded = await upgrade(trx, [...pendings], orders.now);
    const stateOf = (pending: Pending | null) =>
      pending && (opened.get(pending) ?? upgraded.get(pending) ?? pending.stored);
    const firings = verdicts.map(({ found, outcome, pending }): Recorded => {
      const { hit, id, known, now } = found;
      const createdAt = known?.createdAt ?? now;
      const evidence = wanted.get(id) ?? [];
      return { hit, firing: id, isNew: !known, createdAt, outcome, case: stateOf(pending), wanted: evidence };
    });
    return { firings, ladder: await escalate(trx, warned(verdicts, stateOf), orders) };
  });
}

/** Opens the cases, and writes the firings that lead to them. */
async function save(trx: Knex.Transaction, verdicts: Verdict[], pendings: Pending[], now: number) {
  const ordered = pendings.flatMap((pending) => {
    const order = orderOf(pending, now);
    return order ? [{ pending, order }] : [];
  });
  const saving = savingFirings(verdicts);
  let states: OpenedCase[] = [];
  let wanted: Map<string, Evidence[]>;
  if (ordered.length === 0) [wanted] = await runTogether(trx, [saving]);
  else {
    const opening = openingCases(ordered.map(({ order }) => order));
    [, states, wanted] = await runTogether(trx, [...opening, saving]);
  }
  const byOperation = new Map(states.map(({ isNew: _, ...state }) => [state.operation, state]));
  const opened = new Map<Pending, CaseState>();
  for (const { pending, order } of ordered) {
    const state = byOperation.get(order.operation);
    if (state) opened.set(pending, state);
  }
  const strengthened = [...opened].flatMap(([pending, { id }]) => upgradeOf(pending, id, now) ?? []);
  await addNotes(
    trx,
    strengthened.map(({ case: id, by, note }) => ({ case: id, by, text: note })),
  );
  return { opened, wanted };
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
