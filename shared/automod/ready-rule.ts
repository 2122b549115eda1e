import type { Snowflake } from '../core/snowflake.ts';
import type { Check, Condition, Known, Window } from './kind.ts';
import { kindOf } from './kinds/registry.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';

/** A rule and a subject before windows are asked: whether it counts, and every condition of its own with its outcome. */
export interface Screened {
  rule: Rule;
  /** All of them hold: the subject counts for the rule's window. */
  counts: boolean;
  window: Window;
  conditions: Condition[];
}

/** A rule with all worked out that depends on nothing else, as it is asked of every message. Windows take it as it is. */
export class ReadyRule {
  readonly rule: Rule;
  readonly id: string;
  readonly slot: number;
  readonly window: Window;
  /** What it counts has the same fingerprint. */
  readonly compares: boolean;
  private readonly exemptsAny: boolean;
  private readonly ready: unknown;
  private readonly checks: readonly Check[];

  constructor(rule: Rule) {
    const { checks, ready, window } = kindOf(rule.kind);
    this.rule = rule;
    this.id = rule.id;
    this.slot = rule.slot;
    this.window = window(rule.settings);
    this.compares = this.window.counts === 'duplicates' || this.window.counts === 'members';
    this.exemptsAny = rule.exemptRoles.length > 0 || rule.exemptChannels.length > 0;
    this.ready = ready(rule.settings);
    const isAsked = (check: Check) => check.isAsked?.(this.ready) ?? true;
    this.checks = checks.every(isAsked) ? checks : checks.filter(isAsked);
  }

  /** Whether the subject counts for the rule's window. Pure. */
  counts(subject: Subject, known: Known): boolean {
    if ((this.exemptsAny || subject.moderator) && exemptBy(this.rule, subject) !== undefined) return false;
    for (const check of this.checks) if (!check.holds(subject, this.ready, known)) return false;
    return true;
  }

  /** The same, said in full: exemptions, then its kind's own conditions. */
  screen(subject: Subject, known: Known): Screened {
    const exempt = exemptBy(this.rule, subject);
    const exemptions = { what: 'exemptions', holds: exempt === undefined, why: exempt ?? 'Not exempt.' };
    const own = this.checks.map((check) => ({
      what: check.what,
      holds: check.holds(subject, this.ready, known),
      why: check.why(subject, this.ready, known),
    }));
    const conditions = [exemptions, ...own];
    return {
      rule: this.rule,
      counts: conditions.every(({ holds }) => holds),
      window: this.window,
      conditions,
    };
  }
}

function exemptBy(rule: Rule, subject: Subject): string | undefined {
  const { exemptRoles, exemptChannels } = rule;
  if (rule.exemptModerators && subject.moderator) return 'Moderators are exempt.';
  if (exemptRoles.length > 0 && hasOne(subject, exemptRoles)) return 'A role of the member is exempt.';
  if (exemptChannels.length === 0 || subject.is !== 'message') return undefined;
  const { channel, parent } = subject;
  return exemptChannels.includes(channel) || (parent !== null && exemptChannels.includes(parent))
    ? 'The channel is exempt.'
    : undefined;
}

/** Everybody has the role `@everyone`, whose id is the guild's; Discord does not list it. */
function hasOne({ guild, roles }: Subject, wanted: readonly Snowflake[]): boolean {
  return wanted.includes(guild) || roles.some((role) => wanted.includes(role));
}
