import type { Snowflake } from '../core/snowflake.ts';
import type { PlannedWindow } from './window-plan.ts';
import type { Entry, Held } from './windows.ts';

// The bytes of lua/windows.lua.
export const recordBytes = 31;
const heldBytes = 42;
const noFingerprint = '0'.repeat(16);

/** Writes what a window keeps of an entry: of a member's its fingerprint, of the others' its member. */
export function writeRecord(
  target: Buffer,
  at: number,
  { id, channel, member, fingerprint, mentions }: Entry,
  { isOneMembers, slots }: { isOneMembers: boolean; slots: number },
): void {
  writeId(target, at, id);
  writeId(target, at + 8, channel);
  if (!isOneMembers) writeId(target, at + 16, member);
  else target.write(fingerprint ?? noFingerprint, at + 16, 8, 'hex');
  target[at + 24] = Math.min(mentions, 255);
  target.writeUIntBE(slots, at + 25, 6);
}

/** What Lua told, of the windows that it was asked about. */
export function readHeld(reply: Buffer, windows: readonly PlannedWindow[]): Held[] {
  const held: Held[] = [];
  for (let at = 0; at < reply.length; at += heldBytes) {
    const window = windows[reply.readUInt32BE(at) - 1];
    const rule = window?.set.rules[reply.readUInt8(at + 4)];
    if (!window || rule === undefined)
      throw new Error('windows.lua told of a window or rule that was not asked about');
    held.push({
      guild: window.guild,
      rule,
      member: window.member ?? readId(reply, at + 34),
      burst: readId(reply, at + 10),
      entry: readId(reply, at + 18),
      channel: readId(reply, at + 26),
      reached: reply.readUInt32BE(at + 6),
      holds: reply[at + 5] === 1,
    });
  }
  return held;
}

/** By age; of ids of one length digits compare as numbers do. */
export function compareIds(a: Snowflake, b: Snowflake): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function writeId(target: Buffer, at: number, id: Snowflake): void {
  target.writeBigUInt64BE(BigInt(id), at);
}

function readId(source: Buffer, at: number): Snowflake {
  return String(source.readBigUInt64BE(at));
}
