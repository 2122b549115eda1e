import { type Snowflake, timeOf } from '../core/snowflake.ts';
import { type Entry, type Held, latest, mostEntries, type Order, type WindowRule } from './windows.ts';

interface Burst {
  id: Snowflake;
  first: number;
  last: number;
}
interface ModelWindow {
  entries: Map<Snowflake, Entry & { bits: Set<number> }>;
  bursts: Map<number, Burst[]>;
}

/**
 * Windows by their definitions (`slide`, in windows.ts), everything counted anew at every entry: what the script and
 * the windows in memory are compared with. It has to see the same orders in the same order.
 */
export function modelWindows(): (orders: readonly Order[]) => Held[] {
  const windows = new Map<string, ModelWindow>();
  return (orders) =>
    orders.flatMap((order) => [...parts(order)].flatMap(([key, part]) => slidePart(windows, key, part)));
}

/** An order in parts of which each concerns one window. */
function parts({ guild, rules, entries }: Order): Map<string, Order> {
  const found = new Map<string, Order>();
  for (const scope of ['member', 'fingerprint', 'joins']) {
    const own = rules.filter(({ window }) => scopeOf(window.counts) === scope);
    const slots = own.map(({ slot }) => slot);
    for (const entry of entries) {
      if (!entry.slots.some((slot) => slots.includes(slot))) continue;
      if (scope === 'fingerprint' && entry.fingerprint === null) continue;
      const whose = { member: entry.member, fingerprint: entry.fingerprint, joins: '' }[scope];
      const key = `${guild} ${scope} ${whose}`;
      const others = found.get(key)?.entries ?? [];
      const counted = { ...entry, slots: entry.slots.filter((slot) => slots.includes(slot)) };
      found.set(key, { guild, rules: own, entries: [...others, counted] });
    }
  }
  return found;
}

function scopeOf(counts: WindowRule['window']['counts']): string {
  if (counts === 'members') return 'fingerprint';
  return counts === 'joins' ? 'joins' : 'member';
}

function slidePart(windows: Map<string, ModelWindow>, key: string, { guild, rules, entries }: Order): Held[] {
  const window = windows.get(key) ?? { entries: new Map(), bursts: new Map() };
  windows.set(key, window);
  letIn(window, entries);
  const horizon = trim(window, Math.max(...rules.map((rule) => rule.window.within)));
  const added = new Set(entries.map(({ id }) => id));
  const held = rules.flatMap((rule) =>
    holdRule(window, rule, added).map((one) => ({ guild, rule: rule.id, ...one })),
  );
  for (const [slot, bursts] of window.bursts) {
    const touchable = bursts.filter((burst: Burst) => burst.last >= horizon);
    window.bursts.set(slot, touchable);
  }
  return held;
}

function letIn(window: ModelWindow, entries: readonly Entry[]): void {
  for (const entry of [...entries].sort(byId)) {
    const known = window.entries.get(entry.id);
    const newest = Math.max(...[...window.entries.keys()].map(timeOf));
    if (known) for (const slot of entry.slots) known.bits.add(slot);
    else if (timeOf(entry.id) >= newest - latest || window.entries.size === 0)
      window.entries.set(entry.id, { ...entry, bits: new Set(entry.slots) });
  }
}

/** Answers with the time before which nothing is kept. */
function trim(window: ModelWindow, longest: number): number {
  const kept = [...window.entries.values()].sort(byId).slice(-mostEntries);
  const horizon = timeOf(kept.at(-1)?.id ?? '1') - latest - 2 * longest;
  window.entries = new Map(kept.filter(({ id }) => timeOf(id) >= horizon).map((one) => [one.id, one]));
  return horizon;
}

function holdRule(
  window: ModelWindow,
  rule: WindowRule,
  added: Set<Snowflake>,
): Omit<Held, 'guild' | 'rule'>[] {
  const { within, counts, atLeast, atOnce = 0 } = rule.window;
  const isDuplicates = counts === 'duplicates';
  const all = [...window.entries.values()]
    .filter(({ bits, fingerprint }) => bits.has(rule.slot) && !(isDuplicates && fingerprint === null))
    .sort(byId)
    .map((entry) => ({ ...entry, time: timeOf(entry.id) }));
  const isAlike = (a: Entry, b: Entry) => !isDuplicates || a.fingerprint === b.fingerprint;
  const seen = all.map((entry, index) => {
    const inside = all
      .slice(0, index + 1)
      .filter((other) => other.time > entry.time - within && isAlike(entry, other));
    const reached = statistic(counts, inside);
    const isFull = reached >= atLeast;
    const holds = isFull || (counts === 'mentions' && atOnce > 0 && Math.min(entry.mentions, 255) >= atOnce);
    const contributors = isFull && counts !== 'matches' ? inside : [entry];
    return { entry, time: entry.time, index, reached, holds, contributors };
  });
  const holding = seen.filter(({ holds }) => holds);
  const bursts = chain(window.bursts.get(rule.slot) ?? [], holding, within);
  window.bursts.set(rule.slot, bursts);
  return seen.flatMap(({ entry, time, index, reached, holds }) => {
    const next = holding.find((other) => other.contributors.some(({ id }) => id === entry.id));
    const last = holding.findLast(
      (other) => other.index < index && time - other.time <= within && isAlike(other.entry, entry),
    );
    const cover = next ?? last;
    if (!cover) return [];
    const isTold = added.has(entry.id) || cover.contributors.some(({ id }) => added.has(id));
    const burst = bursts.find(({ first, last: end }) => first <= cover.time && cover.time <= end);
    const { id, member, channel } = entry;
    return isTold ? [{ member, burst: burst?.id ?? 'none', entry: id, channel, reached, holds }] : [];
  });
}

function statistic(counts: WindowRule['window']['counts'], inside: readonly Entry[]): number {
  if (counts === 'matches') return 1;
  if (counts === 'channels') return new Set(inside.map(({ channel }) => channel)).size;
  if (counts === 'members') return new Set(inside.map(({ member }) => member)).size;
  if (counts === 'mentions') return inside.reduce((sum, { mentions }) => sum + Math.min(mentions, 255), 0);
  return inside.length;
}

/** Stored bursts and chains of holding entries; those that touch become one, named by the earliest that was stored. */
function chain(
  stored: readonly Burst[],
  holding: readonly { entry: Entry; time: number }[],
  within: number,
): Burst[] {
  const pieces = [
    ...stored.map((burst) => ({ ...burst, isStored: true })),
    ...holding.map(({ entry, time }) => ({ id: entry.id, first: time, last: time, isStored: false })),
  ].sort((a, b) => a.first - b.first || byId(a, b));
  const joined: (typeof pieces)[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    if (piece.first - end <= within) joined.at(-1)?.push(piece);
    else joined.push([piece]);
    end = Math.max(end, piece.last);
  }
  return joined.map((burst) => {
    const known = burst.filter(({ isStored }) => isStored);
    const names = (known.length > 0 ? known : burst).map(({ id }) => ({ id })).sort(byId);
    return {
      id: names[0]?.id ?? 'none',
      first: Math.min(...burst.map(({ first }) => first)),
      last: Math.max(...burst.map(({ last }) => last)),
    };
  });
}

function byId(a: { id: Snowflake }, b: { id: Snowflake }): number {
  return Number(BigInt(a.id) - BigInt(b.id));
}
