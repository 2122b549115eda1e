import type { Actor } from '../core/actor.ts';
import { cut } from '../core/plain-text.ts';
import type { CaseOrder, CaseState } from '../moderation/cases.ts';
import type { Upgrade } from '../moderation/upgrades.ts';
import { type Action, isStronger } from './action.ts';
import type { Hit } from './hit.ts';
import { decide, type Enforced } from './incident.ts';
import { type Found, memberOf } from './known-firings.ts';
import type { Outcome } from './model.ts';
import { type Terms, termsOf } from './terms.ts';

/** Who is behind every case of auto-moderation. */
export const automod: Actor = { kind: 'system', name: 'Auto-moderation' };

/** A case on its way: stored, or to be opened by a firing; `by` is whom its terms come from now. */
export interface Pending {
  stored: CaseState | null;
  opener: Found | null;
  kind: Terms['kind'] | null;
  by: Found[];
}

export interface Verdict {
  found: Found;
  outcome: Outcome;
  pending: Pending | null;
}

/** What each hit does, those of a member one after the other in the order in which they fired. Pure. */
export function decideAll(all: readonly Found[]): Verdict[] {
  const pendings = new Map<string, Pending>();
  const pendingOf = (stored: CaseState | null): Pending | null => {
    if (!stored) return null;
    const known = pendings.get(stored.id) ?? { stored, opener: null, kind: kindOf(stored), by: [] };
    pendings.set(stored.id, known);
    return known;
  };
  const standing = new Map<string, Enforced<Pending>[]>();
  const besides = (hit: Hit) => {
    const member = memberOf(hit);
    const list = standing.get(member) ?? [];
    standing.set(member, list);
    return list;
  };
  const verdicts = new Map<Found, Verdict>();
  for (const found of all) {
    const { hit, known, beside } = found;
    const others = beside.map(({ is, from, until, case: stored }) => ({
      action: { is },
      from,
      until,
      case: pendingOf(stored),
    }));
    besides(hit).push(...others);
    if (!known) continue;
    const pending = pendingOf(known.case);
    verdicts.set(found, { found, outcome: known.outcome, pending });
    if (stands(known)) besides(hit).push({ ...spanOf(hit), case: pending }); // as it has grown by now
  }
  for (const found of all.filter(({ known }) => !known).sort(byTime)) {
    const verdict = decideOne(found, besides(found.hit));
    verdicts.set(found, verdict);
    if (verdict.outcome !== 'monitored')
      besides(found.hit).push({ ...spanOf(found.hit), case: verdict.pending });
  }
  return all.flatMap((found) => verdicts.get(found) ?? []);
}

function decideOne(found: Found, beside: readonly Enforced<Pending>[]): Verdict {
  const { hit } = found;
  if (hit.mode === 'monitor') return { found, outcome: 'monitored', pending: null };
  const decision = decide({ ...spanOf(hit), case: null }, beside.map(asStrongAsItsCase));
  if (decision.is === 'absorbed') return { found, outcome: 'absorbed', pending: decision.case };
  if (hit.source === 'discord') return { found, outcome: 'acted', pending: null };
  const kind = hit.action.is === 'delete' ? null : hit.action.is;
  if (decision.is === 'acted') {
    const pending = kind && { stored: null, opener: found, kind, by: [found] };
    return { found, outcome: 'acted', pending };
  }
  decision.case.kind = kind;
  decision.case.by.push(found);
  return { found, outcome: 'upgraded', pending: decision.case };
}

/** Whether a stored firing still decides what others do. */
function stands({ outcome, undone, case: stored }: NonNullable<Found['known']>): boolean {
  if (outcome === 'monitored' || undone) return false;
  return stored === null || (!stored.resolved && stored.lift === 'none');
}

function asStrongAsItsCase(each: Enforced<Pending>): Enforced<Pending> {
  const kind = each.case?.kind;
  return kind && isStronger({ is: kind }, each.action) ? { ...each, action: { is: kind } } : each;
}

function spanOf({ action, from, until }: Hit): Omit<Enforced<Pending>, 'case'> {
  return { action, from, until };
}

function byTime(a: Found, b: Found): number {
  const strength = (action: Action, other: Action) => Number(isStronger(action, other));
  return (
    a.hit.firedAt - b.hit.firedAt ||
    strength(b.hit.action, a.hit.action) - strength(a.hit.action, b.hit.action) ||
    a.hit.rule.id.length - b.hit.rule.id.length ||
    (a.hit.rule.id < b.hit.rule.id ? -1 : 1)
  );
}

/** Cases that firings lead to are of these kinds. */
function kindOf({ kind }: CaseState): Terms['kind'] | null {
  return kind === 'warn' || kind === 'timeout' || kind === 'kick' || kind === 'ban' ? kind : null;
}

/** Why a case is, for whoever reads it. */
export function reasonOf({ rule, why }: Hit): string {
  return cut(`Rule “${rule.name}”: ${why}`, 2_000);
}

/** The case that is to be opened, with the terms of the strongest that asked for it. */
export function orderOf({ opener, by }: Pending, now: number): CaseOrder | undefined {
  const strongest = by.at(-1)?.hit;
  const terms = strongest && termsOf(strongest.action, strongest.firedAt, now);
  if (!opener || !strongest || !terms) return undefined;
  const { guild, user } = opener.hit;
  return {
    guild,
    user,
    operation: operationOf(opener),
    actor: automod,
    reason: reasonOf(opener.hit),
    ...terms,
  };
}

/** By which a firing opens its case, once. */
export function operationOf({ id }: Found): string {
  return `firing:${id}`;
}

/** What a case comes to ask for; undefined where nothing changes. */
export function upgradeOf(pending: Pending, id: string, now: number): Upgrade | undefined {
  const hit = pending.by.filter((found) => found !== pending.opener).at(-1)?.hit;
  const terms = hit && termsOf(hit.action, hit.firedAt, now);
  if (!terms || terms.kind === 'warn') return undefined;
  return {
    case: id,
    ...terms,
    kind: terms.kind,
    by: automod.name,
    note: `Now a ${terms.kind}. ${reasonOf(hit)}`,
  };
}
