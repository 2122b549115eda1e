import { type Snowflake, timeOf } from '../core/snowflake.ts';
import type { Window } from './kind.ts';
import { drop, emptyQueue, type Queue } from './queue.ts';
import { type Entry, type Held, mostEntries } from './windows.ts';

/** An entry that is held, as windows would tell it. */
export type Slid = Pick<Held, 'member' | 'burst' | 'entry' | 'channel' | 'reached' | 'holds'>;

interface Place {
  entry: Entry;
  time: number;
  reached: number;
}

/** One window: a member's, a fingerprint's or a guild's joins. */
interface State {
  /** Of its latest entry. */
  time: number;
  places: Queue<Place>;
  /** By fingerprint, for duplicates; otherwise there is one. */
  groups: Map<string, Group>;
  /** How often what counts once (channels, members) lies in the window. */
  seen: Map<string, number>;
  burst: Snowflake;
  heldAt: number;
}

interface Group {
  sum: number;
  /** Those in the window since it last held: the next holding one holds them too. */
  open: Queue<Place>;
  heldAt: number;
}

const nothing: readonly Slid[] = [];
const sweepEvery = 100_000; // entries

/**
 * A rule's windows of one guild in memory, for testers and backtests: what `slide` would tell if every entry came in
 * order (of ids) and counted for the rule. Give it one after another; it tells what is held now: mostly nothing, or the
 * entry itself, or with it earlier ones. An entry that a later burst needs is told again, with that burst. It takes time
 * in proportion to the entries, and memory to those within the rule's period. One difference: what held goes on holding
 * when entries that it counted are no more among the latest 512.
 */
export function sliding(window: Window): (entry: Entry) => readonly Slid[] {
  const states = new Map<string, State | Place>(); // of most texts there is but one
  let given = 0;
  return (entry) => {
    const key = keyOf(window, entry);
    if (key === undefined) return nothing;
    const place: Place = { entry, time: timeOf(entry.id), reached: 0 };
    given += 1;
    if (given % sweepEvery === 0) forget(states, place.time - window.within);
    let state = states.get(key);
    if (!state && window.counts === 'members' && window.atLeast > 1) {
      states.set(key, place);
      return nothing;
    }
    if (!state || 'entry' in state) {
      const first = state;
      state = emptyState();
      states.set(key, state);
      if (first) advance(window, state, first);
    }
    state.time = place.time;
    return advance(window, state, place);
  };
}

/** Whose window it lies in; undefined where it has nothing to compare. */
function keyOf({ counts }: Window, { member, fingerprint }: Entry): string | undefined {
  if (counts === 'joins') return '';
  if (counts === 'members') return fingerprint ?? undefined;
  return counts === 'duplicates' && fingerprint === null ? undefined : member;
}

function emptyState(): State {
  const never = -Infinity;
  return { time: never, places: emptyQueue(), groups: new Map(), seen: new Map(), burst: '', heldAt: never };
}

function forget(states: Map<string, State | Place>, before: number): void {
  for (const [key, { time }] of states) if (time < before) states.delete(key);
}

function advance(window: Window, state: State, place: Place): readonly Slid[] {
  const { counts, atLeast, atOnce = 0, within } = window;
  const { entry, time } = place;
  leave(window, state, time);
  const group = enter(window, state, entry);
  state.places.items.push(place);
  place.reached = counts === 'matches' ? 1 : group.sum;
  const isFull = counts !== 'matches' && place.reached >= atLeast;
  const holdsAlone =
    counts === 'matches' || (counts === 'mentions' && atOnce > 0 && mentionsOf(entry) >= atOnce);
  if (!isFull && !holdsAlone) {
    group.open.items.push(place);
    return time - group.heldAt <= within ? [tell(state, place, false)] : nothing;
  }
  if (time - state.heldAt > within) state.burst = entry.id;
  state.heldAt = time;
  group.heldAt = time;
  const open = isFull ? group.open.items.slice(group.open.first) : [];
  if (isFull) group.open = emptyQueue();
  return [...open.map((earlier) => tell(state, earlier, false)), tell(state, place, true)];
}

/** Takes out what is too old, or would be one too many. */
function leave(window: Window, state: State, now: number): void {
  const { places, groups } = state;
  for (let place = places.items[places.first]; place; place = places.items[places.first]) {
    const isTooMany = places.items.length - places.first >= mostEntries;
    if (place.time > now - window.within && !isTooMany) return;
    drop(places);
    const name = groupOf(window, place.entry);
    const group = groups.get(name);
    if (!group) continue;
    if (group.open.items[group.open.first] === place) drop(group.open);
    group.sum -= uncount(window, state.seen, place.entry);
    const isEmpty = group.sum === 0 && group.open.items.length === group.open.first;
    if (isEmpty && group.heldAt < now - window.within) groups.delete(name);
  }
}

function enter(window: Window, { groups, seen }: State, entry: Entry): Group {
  const name = groupOf(window, entry);
  let group = groups.get(name);
  if (!group) {
    group = { sum: 0, open: emptyQueue(), heldAt: -Infinity };
    groups.set(name, group);
  }
  const once = countedOnce(window, entry);
  const times = once === undefined ? 0 : (seen.get(once) ?? 0);
  if (once !== undefined) seen.set(once, times + 1);
  if (times === 0) group.sum += window.counts === 'mentions' ? mentionsOf(entry) : 1;
  return group;
}

/** By how much the sum falls when it leaves. */
function uncount(window: Window, seen: Map<string, number>, entry: Entry): number {
  const once = countedOnce(window, entry);
  if (once === undefined) return window.counts === 'mentions' ? mentionsOf(entry) : 1;
  const times = (seen.get(once) ?? 1) - 1;
  if (times > 0) seen.set(once, times);
  else seen.delete(once);
  return times > 0 ? 0 : 1;
}

function groupOf({ counts }: Window, { fingerprint }: Entry): string {
  return counts === 'duplicates' ? (fingerprint ?? '') : '';
}

function countedOnce({ counts }: Window, { channel, member }: Entry): string | undefined {
  if (counts === 'channels') return channel;
  return counts === 'members' ? member : undefined;
}

function mentionsOf({ mentions }: Entry): number {
  return Math.min(mentions, 255);
}

function tell({ burst }: State, { entry, reached }: Place, holds: boolean): Slid {
  return { member: entry.member, burst, entry: entry.id, channel: entry.channel, reached, holds };
}
