import { fingerprintOf } from '../../shared/automod/fingerprint.ts';
import { timeOf } from '../../shared/core/snowflake.ts';

export interface Written {
  id: string;
  channel: string;
  member: string;
  text: string;
}

export interface NaiveRule {
  id: string;
  counts: 'messages' | 'duplicates' | 'channels' | 'members' | 'matches';
  atLeast: number;
  within: number;
  /** Of a rule that matches. */
  word?: string;
}

/** One burst of a rule and a member, as the product says it (§3, "Burst"), once all messages are known. */
export interface NaiveBurst {
  rule: string;
  member: string;
  messages: string[];
  /**
   * One of its messages is its own. Otherwise all of them came after it and then helped the next one to begin, whose they
   * are in the end: who saw that at once has no firing of this one.
   */
  isSure: boolean;
}

/** Looks at every pair of messages. */
export function naiveBursts(rules: readonly NaiveRule[], written: readonly Written[]): NaiveBurst[] {
  const inOrder = written.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return rules.flatMap((rule) => {
    const counted = inOrder.filter(({ text }) => rule.word === undefined || text.includes(rule.word));
    const holding = counted.filter((message) => holds(rule, message, counted));
    const chains: Written[][] = [];
    for (const message of holding) {
      const chain = chains.find((each) =>
        each.some((other) => isSame(rule, other, message) && isNear(rule, other, message)),
      );
      if (chain) chain.push(message);
      else chains.push([message]);
    }
    return chains.flatMap((chain) => {
      const its = counted.filter((message) => chain.some((held) => belongs(rule, message, held)));
      const members = new Set(its.map(({ member }) => member));
      return [...members].map((member) => {
        const own = its.filter((each) => each.member === member);
        return {
          rule: rule.id,
          member,
          messages: own.map(({ id }) => id),
          isSure: own.some((each) => chain.some((held) => held === holderOf(rule, each, holding))),
        };
      });
    });
  });
}

function holds(rule: NaiveRule, at: Written, counted: readonly Written[]): boolean {
  const before = counted.filter(
    (each) => isBefore(each, at) && timeOf(at.id) - timeOf(each.id) < rule.within,
  );
  const own = before.filter(({ member }) => member === at.member);
  const same = (each: Written) => print(each) === print(at);
  const reached = {
    messages: () => own.length,
    duplicates: () => own.filter(same).length,
    channels: () => new Set(own.map(({ channel }) => channel)).size,
    members: () => new Set(before.filter(same).map(({ member }) => member)).size,
    matches: () => 1,
  }[rule.counts]();
  return reached >= rule.atLeast;
}

/** Whether it counted towards the held one, or came up to the period after it. */
function belongs(rule: NaiveRule, message: Written, held: Written): boolean {
  if (rule.counts === 'duplicates' && print(message) !== print(held)) return false;
  if (!isSame(rule, message, held)) return false;
  const after = timeOf(message.id) - timeOf(held.id);
  if (isBefore(message, held))
    return rule.counts === 'matches' ? message.id === held.id : -after < rule.within;
  return after <= rule.within;
}

/** By which of all that hold a message is in its burst: the next that it counts towards, else the latest before it. */
function holderOf(rule: NaiveRule, message: Written, holding: readonly Written[]): Written | undefined {
  const holders = holding.filter((held) => belongs(rule, message, held));
  return holders.find((held) => isBefore(message, held)) ?? holders.at(-1);
}

/** Of the same member, or, where members are counted, with the same text. */
function isSame({ counts }: NaiveRule, one: Written, other: Written): boolean {
  return counts === 'members' ? print(one) === print(other) : one.member === other.member;
}

function isNear({ within }: NaiveRule, one: Written, other: Written): boolean {
  return Math.abs(timeOf(one.id) - timeOf(other.id)) <= within;
}

function isBefore(one: Written, other: Written): boolean {
  return BigInt(one.id) <= BigInt(other.id);
}

function print({ text }: Written): string | null {
  return fingerprintOf(text).hash;
}
