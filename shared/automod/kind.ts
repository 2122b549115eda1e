import type { z } from 'zod';
import type { MemberSubject, MessageSubject, Subject } from './subject.ts';

/** What is counted, of one member unless it says otherwise. */
export type Counted =
  | 'messages'
  /** Messages with the fingerprint of the one at hand. */
  | 'duplicates'
  /** Distinct channels. */
  | 'channels'
  /** Mentions, summed. */
  | 'mentions'
  /** Distinct members of the guild who wrote the fingerprint at hand. */
  | 'members'
  /** Members who joined the guild. */
  | 'joins'
  /** Whatever matched: content rules, which hold at one. */
  | 'matches';

/** A condition over time: at least so many within so long. */
export interface Window {
  counts: Counted;
  /** 1–100. */
  atLeast: number;
  /** Milliseconds, at most an hour; also how long a burst lasts after it last held. */
  within: number;
  /** Of mentions: so many in one message hold as well; 0 for none. */
  atOnce?: number;
}

/** One thing that a rule asks, and how it stands; `why` is a sentence that people read: "12 of at least 15 characters". */
export interface Condition {
  what: string;
  holds: boolean;
  why: string;
}

/**
 * A condition before a subject is there. Every message is asked, so nothing is made for it: what settings come down to is
 * `ready` already, and the sentence is only for those who read it.
 */
export interface Check<S extends Subject = Subject, R = unknown> {
  what: string;
  /** Absent: of every rule of the kind. */
  isAsked?(ready: R): boolean;
  holds(subject: S, ready: R, known: Known): boolean;
  why(subject: S, ready: R, known: Known): string;
}

/** What rules look at. */
interface Looked {
  message: MessageSubject;
  member: MemberSubject;
  join: MemberSubject;
}

/** What is known only from elsewhere, where it is known. */
export interface Known {
  /** The guild that an invite leads to, `none` for one that Discord does not know; undefined: not looked up yet. */
  inviteGuild(code: string): string | 'none' | undefined;
}

/** A kind of rule. A new one is one file in kinds/, and one line in kinds/registry.ts. */
export interface RuleKind<
  S extends z.ZodObject = z.ZodObject,
  On extends keyof Looked = keyof Looked,
  R = unknown,
> {
  /** As people call it: "Duplicate messages". */
  title: string;
  /** What it is for, in one sentence. */
  description: string;
  /** What it looks at: of `member` names when somebody joins or is renamed, of `join` only that they came. */
  on: On;
  /** Whether it also looks at messages that were edited. */
  edits: boolean;
  /** Its settings: every field with a default and words (shared/core/setting-meta.ts), so that forms can be drawn of it. */
  schema: S;
  /** What it needs from windows. A content rule counts its matches: one within a minute. */
  window(settings: z.output<S>): Window;
  /** What its checks need of the settings, made once for as long as these are the rule's: words to look for, say. */
  ready(settings: z.output<S>): R;
  /** What it asks of a subject by itself. Where all holds, the subject counts for the window. */
  checks: readonly Check<Looked[On], R>[];
  /** Why it fired, as one sentence without the pattern: "6 messages within 10 seconds (5 are too many)". */
  explain(settings: z.output<S>, reached: number): string;
}

/** Declares a kind, so that the types of its settings are inferred. */
export function kind<S extends z.ZodObject, On extends keyof Looked, R>(
  kind: RuleKind<S, On, R>,
): RuleKind<S, On, R> {
  return kind;
}
