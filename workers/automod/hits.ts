import { conclude, explain } from '../../shared/automod/evaluate.ts';
import type { Hit } from '../../shared/automod/hit.ts';
import type { Known } from '../../shared/automod/kind.ts';
import type { ReadyRule } from '../../shared/automod/ready-rule.ts';
import type { Rule } from '../../shared/automod/rule.ts';
import type { Subject } from '../../shared/automod/subject.ts';
import type { Held } from '../../shared/automod/windows.ts';
import { cut, oneLine } from '../../shared/core/plain-text.ts';
import { type Snowflake, timeOf } from '../../shared/core/snowflake.ts';
import { groupBy } from './group-by.ts';
import { byEntry, type Judged, type Judgement } from './judged.ts';

const excerptLength = 200; // characters kept of a message, for seven days

/** What windows told of a batch as hits: one for each rule, member and burst. */
export function hitsOf(held: readonly Held[], judgement: Judgement): Hit[] {
  const seen: Seen = { known: judgement.known, judged: byEntry(judgement), causes: new Map() };
  for (const one of held) {
    const cause = causeAt(seen, one);
    if (cause) seen.causes.set(`${one.rule}:${one.burst}`, cause);
  }
  const groups = groupBy(held, ({ rule, member, burst }) => `${rule}:${member}:${burst}`);
  return [...groups.values()].flatMap((group) => hitOf(group.sort(byId), seen) ?? []);
}

interface Seen {
  known: Known;
  /** By the id of the entry. */
  judged: Map<Snowflake, Judged>;
  /** What brought about a burst, by rule and burst. */
  causes: Map<string, Cause>;
}

/** A rule, and a subject that counts for it. */
interface Cause {
  ready: ReadyRule;
  subject: Subject;
}

/** `group`: of one rule, member and burst, the earliest first. Of a cross-user burst, others may have brought it about. */
function hitOf(group: Held[], seen: Seen): Hit | undefined {
  const first = group.find(({ holds }) => holds) ?? group[0];
  if (!first) return undefined;
  const { guild, member, burst, reached } = first;
  const its = group.flatMap((one) => causeAt(seen, one) ?? []);
  const cause = its[0] ?? seen.causes.get(`${first.rule}:${burst}`);
  if (!cause) return undefined;
  const { rule, window } = cause.ready;
  const trace = conclude(cause.ready.screen(cause.subject, seen.known), { reached, burst });
  const times = group.map(({ entry }) => timeOf(entry));
  const firedAt = timeOf(burst);
  const holding = group.filter(({ holds }) => holds).map(({ entry }) => timeOf(entry));
  const subject = (
    seen.judged.get(first.entry) ?? group.flatMap(({ entry }) => seen.judged.get(entry) ?? [])[0]
  )?.subject;
  return {
    ...ruleOf(rule),
    guild,
    user: member,
    burst,
    counted: window.counts === 'matches' ? null : { reached, needed: window.atLeast, within: window.within },
    conditions: trace.conditions,
    why: explain(trace),
    excerpt: subject ? excerptOf(subject) : null,
    messages: window.counts === 'joins' ? [] : messagesOf(seen, group),
    from: Math.min(firedAt, ...times),
    to: Math.max(firedAt, ...times),
    firedAt,
    until: Math.max(firedAt, ...holding) + window.within,
  };
}

/** What a hit says of its rule. */
export function ruleOf({ id, name, kind, version, mode, action, deleteMessages }: Rule) {
  const deletes = deleteMessages || action.is === 'delete';
  return { source: 'rule', rule: { id, name, kind, version }, mode, action, deletes } as const;
}

function causeAt({ judged }: Seen, { entry, rule }: Held): Cause | undefined {
  const one = judged.get(entry);
  const ready = one?.rules.find(({ id, slot }) => id === rule && one.slots.includes(slot));
  return one && ready ? { ready, subject: one.subject } : undefined;
}

/** An edit is in windows under an id of its own, each of a message; earlier ones than the batch's are messages. */
function messagesOf({ judged }: Seen, group: readonly Held[]): Hit['messages'] {
  const messages = new Map<Snowflake, Hit['messages'][number]>();
  for (const { entry, channel } of group) {
    const subject = judged.get(entry)?.subject;
    const id = subject?.is === 'message' ? subject.id : entry;
    if (!messages.has(id)) messages.set(id, { id, channel, at: timeOf(entry) });
  }
  return [...messages.values()];
}

/** What a member wrote, or how they are called, in one line. */
export function excerptOf(subject: Subject): string | null {
  if (subject.is === 'message') return shorten(subject.content.raw);
  return shorten([subject.username, subject.globalName, subject.nick].filter(Boolean).join(' · '));
}

const halves = /\p{Surrogate}/gu; // of characters: no database takes them

/** Null where nothing is left that could be shown. */
export function shorten(text: string): string | null {
  const line = cut(oneLine(text.slice(0, 4 * excerptLength)).replace(halves, ''), excerptLength);
  return line === '' ? null : line;
}

function byId(a: Held, b: Held): number {
  return compare(a.entry, b.entry);
}

function compare(a: Snowflake, b: Snowflake): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
