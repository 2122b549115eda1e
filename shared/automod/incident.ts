import { type Action, isStronger } from './action.ts';

/** An enforced firing of a member, as far as it decides what others do. Times in milliseconds since 1970. */
export interface Enforced<C> {
  /** The strongest of what it does and what its case asks for. */
  action: Pick<Action, 'is'>;
  from: number;
  until: number;
  /** Null where it has none: it only deletes, or Discord did it. */
  case: C | null;
}

export type Decision<C> =
  /** The first to do anything: it opens a case, unless it only deletes. */
  | { is: 'acted' }
  /** Stronger than all that was done: the same case asks for more. */
  | { is: 'upgraded'; case: C }
  /** What was done covers it. */
  | { is: 'absorbed'; case: C | null };

/**
 * What a firing does about a member beside what others did in the same incident: those whose times overlap (product §3,
 * "Burst"). Pure.
 */
export function decide<C>(firing: Enforced<C>, others: readonly Enforced<C>[]): Decision<C> {
  const beside = others
    .filter(({ from, until }) => from <= firing.until && until >= firing.from)
    .sort((a, b) => a.from - b.from);
  const [first] = beside;
  if (!first) return { is: 'acted' };
  const strongest = beside.reduce((top, each) => (isStronger(each.action, top.action) ? each : top), first);
  const known = strongest.case ?? beside.find((each) => each.case !== null)?.case ?? null;
  if (!isStronger(firing.action, strongest.action)) return { is: 'absorbed', case: known };
  return known === null ? { is: 'acted' } : { is: 'upgraded', case: known };
}
