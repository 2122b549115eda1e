import { type Snowflake, timeOf } from '../core/snowflake.ts';
import { type PackedGroup, recordBytes } from './backtest-rows.ts';
import { type Bursts, burstsIn, type Entries } from './backtest-windows.ts';
import type { Known, Window } from './kind.ts';
import { kindOf } from './kinds/registry.ts';
import type { RuleDraft } from './rule.ts';
import type { MessageSubject } from './subject.ts';

const mostMembers = 100;
const mostMentions = 255; // of an entry (windows.ts)

/** What a rule would have hit. A member is in a burst by at least one message. */
export interface Hits {
  messages: number;
  bursts: number;
  members: number;
  /** Those with the most messages, a hundred at most. */
  top: { user: Snowflake; messages: number; bursts: number }[];
}

interface Member {
  messages: number;
  /** In windows of one text, which are not the member's alone. */
  bursts: number;
  /** In the member's own windows: of several, those that follow one another are one burst. */
  spans: Bursts['spans'];
}

/** Adds up what a rule hits, window by window. */
export function openTally(draft: RuleDraft, window: Window) {
  const members = new Map<Snowflake, Member>();
  const counts = matcher(draft);

  function memberOf(user: Snowflake): Member {
    const member = members.get(user) ?? { messages: 0, bursts: 0, spans: [] };
    members.set(user, member);
    return member;
  }

  return {
    add({ member: owner, packed }: PackedGroup): void {
      const places = inOrder(packed).filter((at) => counts(packed, at));
      const { of, spans } = burstsIn(window, entriesOf(packed, places, window));
      if (spans.length === 0) return;
      if (owner !== null) {
        const member = memberOf(owner);
        member.messages += of.reduce((sum, burst) => sum + Math.min(burst, 1), 0);
        member.spans.push(...spans);
        return;
      }
      const seen = new Set<string>();
      for (const [i, at] of places.entries()) {
        if (!of[i]) continue;
        const user = packed.readBigInt64BE(at + 16).toString();
        const member = memberOf(user);
        member.messages++;
        if (!seen.has(`${user}-${of[i]}`)) member.bursts++;
        seen.add(`${user}-${of[i]}`);
      }
    },
    sum(): Hits {
      const all = [...members].map(([user, { messages, bursts, spans }]) => ({
        user,
        messages,
        bursts: bursts + countApart(spans, window.within),
      }));
      all.sort((a, b) => b.messages - a.messages || timeOf(a.user) - timeOf(b.user));
      return {
        messages: all.reduce((sum, { messages }) => sum + messages, 0),
        bursts: all.reduce((sum, { bursts }) => sum + bursts, 0),
        members: all.length,
        top: all.slice(0, mostMembers),
      };
    },
  };
}

/** Spans that lie further apart than that. */
function countApart(spans: Bursts['spans'], within: number): number {
  let [count, until] = [0, Number.NEGATIVE_INFINITY];
  for (const { first, last } of spans.toSorted((a, b) => a.first - b.first)) {
    if (first - until > within) count++;
    until = Math.max(until, last);
  }
  return count;
}

/** Where the records begin, in the order of their times. Numbers are sorted natively, a comparison in JavaScript is slow. */
function inOrder(packed: Buffer): number[] {
  const count = packed.length / recordBytes;
  let earliest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) earliest = Math.min(earliest, timeAt(packed, i * recordBytes));
  const keys = new Float64Array(count); // time and place in one: a week's milliseconds leave room for 14 million places
  for (let i = 0; i < count; i++) keys[i] = (timeAt(packed, i * recordBytes) - earliest) * count + i;
  return Array.from(keys.sort(), (key) => (key % count) * recordBytes);
}

/** Where in a record the id is whose distinct values are counted. */
const distinct: Partial<Record<Window['counts'], number>> = { channels: 8, members: 16 };

function entriesOf(packed: Buffer, places: readonly number[], { counts }: Window): Entries {
  const times = Float64Array.from(places, (at) => timeAt(packed, at));
  const values = new Float64Array(places.length);
  if (counts === 'mentions')
    for (const [i, at] of places.entries()) values[i] = Math.min(packed.readInt16BE(at + 28), mostMentions);
  const offset = distinct[counts];
  if (offset === undefined) return { times, values };
  const numbers = new Map<bigint, number>();
  for (const [i, at] of places.entries()) {
    const id = packed.readBigInt64BE(at + offset);
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    values[i] = number;
  }
  return { times, values };
}

/** Milliseconds since Discord's epoch: the id without its last 22 bits. */
function timeAt(packed: Buffer, at: number): number {
  return packed.readUInt32BE(at) * 1_024 + (packed.readUInt32BE(at + 4) >>> 22);
}

const nothing: Known = { inviteGuild: () => undefined };

/** Whether a record counts for the rule, by its kind's own conditions. Exemptions are left to the query. */
function matcher({ kind, settings }: RuleDraft): (packed: Buffer, at: number) => boolean {
  const { checks, ready } = kindOf(kind);
  const its = ready(settings);
  const content = {
    raw: '',
    plain: '',
    lower: '',
    plainLower: '',
    folded: '',
    fingerprint: 'recorded',
    length: 0,
  };
  const text = { ...content, links: [], invites: [] };
  const someone = { guild: '0', user: '0', roles: [], moderator: false, at: 0 };
  const place = { id: '0', channel: '0', parent: null, edited: false };
  const subject: MessageSubject = {
    ...someone,
    ...place,
    is: 'message',
    content: text,
    mentions: 0,
    attachments: 0,
  };
  return (packed, at) => {
    text.length = packed.readInt32BE(at + 24);
    subject.mentions = packed.readInt16BE(at + 28);
    subject.attachments = packed.readInt16BE(at + 30);
    return checks.every((check) => check.holds(subject, its, nothing));
  };
}
