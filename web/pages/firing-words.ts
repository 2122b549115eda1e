import type { Action } from '../../shared/automod/action.ts';
import { countedWords } from '../../shared/automod/evaluate.ts';
import type { FiringCase, ListedFiring } from '../../shared/automod/firing-list.ts';
import type { Condition } from '../../shared/automod/kind.ts';
import { kindNames, kindOf } from '../../shared/automod/kinds/registry.ts';
import type { AutoModFiringMessage, Outcome } from '../../shared/automod/model.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';

/** What a tag shows. */
export interface Tag {
  text: string;
  tone: 'plain' | 'good' | 'warn' | 'bad';
}

/** Discord tells of its own AutoMod no more than that it fired. */
export const kindTitles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(kindNames.map((name) => [name, kindOf(name).title])),
  discord: 'Discord’s own AutoMod',
};

/** What the kinds count; a firing may be of one that is no more. */
const countedIn = new Map<string, string>(
  kindNames.map((name) => {
    const { schema, window } = kindOf(name);
    return [name, countedWords[window(schema.parse({})).counts]];
  }),
);

export const outcomes: Record<Outcome, Tag> = {
  monitored: { text: 'Only watched', tone: 'plain' },
  acted: { text: 'Acted', tone: 'warn' },
  upgraded: { text: 'Made it stronger', tone: 'warn' },
  absorbed: { text: 'Covered already', tone: 'plain' },
};

/** What each outcome means, in one sentence. */
export const outcomeSentences: Record<Outcome, string> = {
  monitored: 'The rule only watches: nothing was done.',
  acted: 'It was the first of its kind for this member: its action was taken.',
  upgraded: 'Another rule had acted already; this one asked for more, and the same case became stronger.',
  absorbed: 'Another rule had acted already with as much or more: nothing was added but the evidence.',
};

export const deletions: Record<AutoModFiringMessage['deletion'], Tag> = {
  none: { text: 'Left there', tone: 'plain' },
  wanted: { text: 'Being deleted', tone: 'warn' },
  done: { text: 'Deleted', tone: 'good' },
  failed: { text: 'Not deleted', tone: 'bad' },
};

export function actionInWords(action: Action): string {
  switch (action.is) {
    case 'delete':
      return 'Delete the messages';
    case 'warn':
      return 'Warning';
    case 'timeout':
      return `Timeout of ${lasting(action.minutes * MINUTE)}`;
    case 'kick':
      return 'Kick';
    case 'ban':
      return action.deleteHours > 0
        ? `Ban, deleting the messages of ${lasting(action.deleteHours * HOUR)}`
        : 'Ban';
  }
}

const caseKinds: Record<string, string> = { warn: 'warning', timeout: 'timeout', kick: 'kick', ban: 'ban' };

export function caseInWords({ number, kind }: Pick<FiringCase, 'number' | 'kind'>): string {
  return `Case ${number.toLocaleString('en')}, ${caseKinds[kind] ?? kind}`;
}

/** Where a case stands with Discord; what it refused is said with why. */
export function caseTags({ kind, effect, answer, lift, resolvedAt }: FiringCase): (Tag & { why?: string })[] {
  const why = answer ?? undefined;
  const asked: Record<FiringCase['effect'], (Tag & { why?: string })[]> = {
    none: kind === 'warn' ? [{ text: 'Warned', tone: 'good' }] : [],
    wanted: [{ text: 'Discord is being asked', tone: 'warn' }],
    done: [{ text: 'Discord did it', tone: 'good' }],
    failed: [{ text: 'Discord refused', tone: 'bad', why }],
  };
  const taken: Record<FiringCase['lift'], (Tag & { why?: string })[]> = {
    none: [],
    wanted: [{ text: 'Being taken back', tone: 'warn' }],
    done: [{ text: 'Taken back', tone: 'good' }],
    failed: [{ text: 'Could not be taken back', tone: 'bad', why }],
  };
  return [
    ...asked[effect],
    ...taken[lift],
    ...(resolvedAt ? [{ text: 'Resolved', tone: 'plain' as const }] : []),
  ];
}

/** “6 messages within 10 seconds; 5 are too many”; undefined where one is enough or nothing is counted. */
export function countInWords({
  ruleKind,
  reached,
  needed,
  withinMs,
}: Pick<ListedFiring, 'ruleKind' | 'reached' | 'needed' | 'withinMs'>): string | undefined {
  if (reached === null || needed === null || needed <= 1) return undefined;
  const within = withinMs === null ? '' : ` within ${lasting(withinMs)}`;
  const what = countedIn.has(ruleKind) ? ` ${countedIn.get(ruleKind)}` : '';
  return `${reached.toLocaleString('en')}${what}${within}; ${needed.toLocaleString('en')} are too many`;
}

/** Of what did not hold in a firing nothing is told: it would not have fired. */
export function conditionTag({ holds }: Condition): Tag {
  return holds ? { text: '✓ Holds', tone: 'good' } : { text: '✗ Fails', tone: 'bad' };
}

const units = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
] as const;

/** A time in the units that it is made of: `1 hour 30 minutes`. */
export function lasting(ms: number): string {
  let left = Math.round(ms / SECOND) * SECOND;
  const parts = units.flatMap(([size, name]) => {
    const amount = Math.floor(left / size);
    left -= amount * size;
    return amount > 0 ? `${amount.toLocaleString('en')} ${name}${amount === 1 ? '' : 's'}` : [];
  });
  return parts.join(' ') || '0 seconds';
}
