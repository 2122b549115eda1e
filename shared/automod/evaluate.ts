import type { Condition, Known, Window } from './kind.ts';
import { secondsIn } from './kinds/fields.ts';
import { kindOf } from './kinds/registry.ts';
import { ReadyRule, type Screened } from './ready-rule.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';

/** What windows say of a subject and a rule. */
export interface WindowState {
  /** The count at the subject. */
  reached: number;
  /** The burst that the subject belongs to; null for none. */
  burst: string | null;
}

/** A rule's say, complete: plain values. */
export interface Trace {
  rule: Rule;
  counts: boolean;
  window: Window;
  /** Exemptions first; the window's last, where the rule counts more than its own matches. */
  conditions: Condition[];
  fires: boolean;
  reached: number;
  burst: string | null;
}

/**
 * Rules that look at such a subject, made ready: enabled, of its kind, and for edits only those that care. The same array
 * for the same rules, which is made once.
 */
export function concerning(rules: readonly Rule[], subject: Subject): readonly ReadyRule[] {
  let sorted = readied.get(rules);
  if (!sorted) {
    sorted = sort(rules);
    readied.set(rules, sorted);
  }
  if (subject.is === 'message') return subject.edited ? sorted.edited : sorted.message;
  return sorted[subject.is];
}

/** A changed rule comes in another array: settings are loaded as a whole. */
const readied = new WeakMap<readonly Rule[], ReturnType<typeof sort>>();

function sort(rules: readonly Rule[]) {
  const ready = rules.filter(({ enabled }) => enabled).map((rule) => new ReadyRule(rule));
  const on = (...what: string[]) => ready.filter(({ rule }) => what.includes(kindOf(rule.kind).on));
  const message = on('message');
  return {
    message,
    edited: message.filter(({ rule }) => kindOf(rule.kind).edits),
    join: on('member', 'join'),
    rename: on('member'),
  };
}

/** What a rule asks of a subject by itself: exemptions, then its kind's own conditions. Pure. */
export function screen(rule: Rule, subject: Subject, known: Known): Screened {
  return new ReadyRule(rule).screen(subject, known);
}

/** The verdict of a screened rule with what windows say. Pure; the same for the worker, the testers and the backtest. */
export function conclude(screened: Screened, state?: WindowState): Trace {
  const { rule, counts, window, conditions } = screened;
  const byItself = window.counts === 'matches';
  const reached = state?.reached ?? (byItself && counts ? 1 : 0);
  const burst = counts ? (state?.burst ?? null) : null;
  const fires = burst !== null || (byItself && counts && state === undefined); // nobody asked windows: a tester
  const within = secondsIn(window.within / 1_000);
  const atOnce = window.atOnce ? `, or ${window.atOnce} in one message` : '';
  const count: Condition = {
    what: 'count',
    holds: fires,
    why: `${reached} of at least ${window.atLeast} ${countedWords[window.counts]} within ${within}${atOnce}.`,
  };
  const all = byItself ? conditions : [...conditions, count];
  return { rule, counts, window, conditions: all, fires, reached, burst };
}

/** Why it fired, as one sentence that may be shown to the member. */
export function explain({ rule, reached }: Pick<Trace, 'rule' | 'reached'>): string {
  return kindOf(rule.kind).explain(rule.settings, reached);
}

/** What is counted, in the plural. */
export const countedWords: Record<Window['counts'], string> = {
  messages: 'messages',
  duplicates: 'messages with the same text',
  channels: 'channels',
  mentions: 'mentions',
  members: 'members with the same text',
  joins: 'joins',
  matches: 'matches',
};
