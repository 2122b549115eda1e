import { keys, type Partition, partitionOf } from '../core/keys.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { compareIds, recordBytes, writeRecord } from './window-records.ts';
import { type RuleSet, ruleSetsOf, type Scope } from './window-rules.ts';
import type { Entry, Order } from './windows.ts';

const headBytes = 5; // before the records of a window (lua/windows.lua, ARGV[3])

/** One key, the rules that look at it, and what is new in it. */
export interface PlannedWindow {
  guild: Snowflake;
  /** Whose it is; null where entries of several members lie in it. */
  member: Snowflake | null;
  set: RuleSet;
  setNumber: number;
  isEasy: boolean;
  added: { entry: Entry; slots: number }[];
}

export interface Plan {
  windows: PlannedWindow[];
  /** Of each window. */
  keys: string[];
  sets: Buffer;
  records: Buffer;
}

/** Which keys a call needs, and its arguments. An entry goes into every window in which it counts for a rule. */
export function planWindows(orders: readonly Order[], partitions: number): Plan {
  const windows = new Map<string, PlannedWindow>();
  const packed: Buffer[] = [];
  for (const { guild, rules, entries } of orders) {
    const partition = partitionOf(guild, partitions);
    for (const set of ruleSetsOf(rules)) {
      const setNumber = packed.push(set.packed);
      for (const entry of entries) add(windows, { guild, partition, set, setNumber, entry });
    }
  }
  const planned = [...windows.values()];
  return {
    windows: planned,
    keys: [...windows.keys()],
    sets: Buffer.concat(packed),
    records: packRecords(planned),
  };
}

interface Addition {
  guild: Snowflake;
  partition: Partition;
  set: RuleSet;
  setNumber: number;
  entry: Entry;
}

function add(
  windows: Map<string, PlannedWindow>,
  { guild, partition, set, setNumber, entry }: Addition,
): void {
  let slots = 0;
  let isEasy = false;
  for (const slot of entry.slots) {
    if (set.rules[slot] === undefined) continue;
    slots += 2 ** slot;
    isEasy ||= set.easy[slot] === true;
  }
  const key = slots > 0 ? keyOf[set.scope](partition, guild, entry) : undefined;
  if (key === undefined) return;
  const window = windows.get(key);
  if (!window) {
    const member = set.scope === 'member' ? entry.member : null;
    windows.set(key, { guild, member, set, setNumber, isEasy, added: [{ entry, slots }] });
    return;
  }
  window.isEasy ||= isEasy;
  window.added.push({ entry, slots });
}

const keyOf: Record<Scope, (partition: Partition, guild: Snowflake, entry: Entry) => string | undefined> = {
  member: (partition, guild, { member }) => keys.memberWindow(partition, guild, member),
  fingerprint: (partition, guild, { fingerprint }) =>
    fingerprint === null ? undefined : keys.fingerprintWindow(partition, guild, fingerprint),
  joins: (partition, guild) => keys.joinWindow(partition, guild),
};

function packRecords(windows: readonly PlannedWindow[]): Buffer {
  const many = windows.reduce((sum, { added }) => sum + added.length, 0);
  const records = Buffer.allocUnsafe(windows.length * headBytes + many * recordBytes);
  let at = 0;
  for (const { member, setNumber, isEasy, added } of windows) {
    records.writeUInt16BE(setNumber, at);
    records.writeUInt16BE(added.length, at + 2);
    records[at + 4] = isEasy ? 1 : 0;
    at += headBytes;
    if (added.length > 1) added.sort((a, b) => compareIds(a.entry.id, b.entry.id));
    for (const { entry, slots } of added) {
      writeRecord(records, at, entry, { isOneMembers: member !== null, slots });
      at += recordBytes;
    }
  }
  return records;
}
