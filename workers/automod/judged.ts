import { concerning } from '../../shared/automod/evaluate.ts';
import type { Known } from '../../shared/automod/kind.ts';
import type { ReadyRule } from '../../shared/automod/ready-rule.ts';
import type { AutoModSettings } from '../../shared/automod/settings.ts';
import type { MemberSubject, MessageSubject, Subject } from '../../shared/automod/subject.ts';
import type { Entry, Order } from '../../shared/automod/windows.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';

/** A subject that counts for rules of its guild. */
export interface Judged {
  /** Of its entry in windows. */
  id: Snowflake;
  subject: Subject;
  /** Those that looked at it. */
  rules: readonly ReadyRule[];
  /** Of the rules for which it counts. */
  slots: readonly number[];
}

/** What a batch asks of windows, and what it knows of those that it asks for. */
export interface Judgement {
  orders: Order[];
  judged: Judged[];
  known: Known;
}

/** A subject, and the id under which windows have it. */
export interface Presented<S extends Subject = Subject> {
  subject: S;
  entry: Snowflake;
  settings: AutoModSettings;
}

/** Judges subjects by themselves: what is left to ask is what windows say of those that count for a rule. */
export function judge(presented: Iterable<Presented>, known: Known): Judgement {
  const judged: Judged[] = [];
  const orders = new Map<Snowflake, Order & { entries: Entry[] }>();
  for (const { subject, entry: id, settings } of presented) {
    const rules = concerning(settings.rules, subject);
    const slots: number[] = [];
    let compares = false;
    for (const rule of rules) {
      if (!rule.counts(subject, known)) continue;
      slots.push(rule.slot);
      compares ||= rule.compares;
    }
    if (slots.length === 0) continue;
    const one: Judged = { id, subject, rules, slots };
    judged.push(one);
    const entry = subject.is === 'message' ? messageEntry(subject, one, compares) : memberEntry(subject, one);
    if (entry.slots.length === 0) continue;
    const order = orders.get(subject.guild);
    if (order) order.entries.push(entry);
    else orders.set(subject.guild, { guild: subject.guild, rules, entries: [entry] });
  }
  return { orders: [...orders.values()], judged, known };
}

/** By the id of the entry; one that came twice is one. */
export function byEntry({ judged }: Judgement): Map<Snowflake, Judged> {
  return new Map(judged.map((one) => [one.id, one]));
}

/** The rules for which it counts. */
export function countingFor({ rules, slots }: Judged): ReadyRule[] {
  return rules.filter(({ slot }) => slots.includes(slot));
}

function messageEntry(
  { channel, user, mentions, content }: MessageSubject,
  { id, slots }: Judged,
  compares: boolean,
): Entry {
  return { id, channel, member: user, fingerprint: compares ? content.fingerprint : null, mentions, slots };
}

/** What a member is called is no matter of windows: such rules hold by themselves (members.ts). */
function memberEntry({ user }: MemberSubject, judged: Judged): Entry {
  const joins = countingFor(judged).filter(({ window }) => window.counts === 'joins');
  const slots = joins.map(({ slot }) => slot);
  return { id: judged.id, channel: '0', member: user, fingerprint: null, mentions: 0, slots };
}
