import type { Counted } from './kind.ts';
import type { WindowRule } from './windows.ts';

/** Whose entries lie in one window: a member's, those with a fingerprint, or a guild's joins. */
export type Scope = 'member' | 'fingerprint' | 'joins';

/** The rules of a guild that look at windows of one scope, packed once for Lua (lua/windows.lua, ARGV[2]). */
export interface RuleSet {
  scope: Scope;
  packed: Buffer;
  /** By slot: its rule. */
  rules: readonly (string | undefined)[];
  /** By slot: whether its rule may hold at few entries, so that Lua has to look at once. */
  easy: readonly boolean[];
}

const counting: Record<Counted, { code: number; scope: Scope; isEasy: boolean }> = {
  messages: { code: 1, scope: 'member', isEasy: false },
  duplicates: { code: 2, scope: 'member', isEasy: false },
  channels: { code: 3, scope: 'member', isEasy: false },
  mentions: { code: 4, scope: 'member', isEasy: true },
  members: { code: 5, scope: 'fingerprint', isEasy: false },
  joins: { code: 6, scope: 'joins', isEasy: false },
  matches: { code: 7, scope: 'member', isEasy: true },
};
const scopes: readonly Scope[] = ['member', 'fingerprint', 'joins'];

const known = new WeakMap<readonly WindowRule[], readonly RuleSet[]>();

/** At most one set per scope. */
export function ruleSetsOf(rules: readonly WindowRule[]): readonly RuleSet[] {
  let sets = known.get(rules);
  if (!sets) {
    sets = scopes.flatMap((scope) => {
      const own = rules.filter(({ window }) => counting[window.counts].scope === scope);
      return own.length > 0 ? [toRuleSet(scope, own)] : [];
    });
    known.set(rules, sets);
  }
  return sets;
}

function toRuleSet(scope: Scope, rules: readonly WindowRule[]): RuleSet {
  const names: (string | undefined)[] = Array(48).fill(undefined);
  const easy: boolean[] = Array(48).fill(false);
  for (const { slot, id, window } of rules) {
    names[slot] = id;
    easy[slot] = counting[window.counts].isEasy;
  }
  return { scope, packed: pack(rules), rules: names, easy };
}

function pack(rules: readonly WindowRule[]): Buffer {
  const packed = Buffer.alloc(6 + 8 * rules.length);
  const hard = rules.filter(({ window }) => !counting[window.counts].isEasy);
  packed.writeUInt32BE(Math.max(...rules.map(({ window }) => window.within)), 0);
  packed.writeUInt8(Math.min(255, ...hard.map(({ window }) => window.atLeast)), 4);
  packed.writeUInt8(rules.length, 5);
  rules.forEach(({ slot, window }, index) => {
    const at = 6 + 8 * index;
    packed.set([slot, counting[window.counts].code, window.atLeast, window.atOnce ?? 0], at);
    packed.writeUInt32BE(window.within, at + 4);
  });
  return packed;
}
