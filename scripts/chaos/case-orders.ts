import type { Sandbox } from '../sandbox/index.ts';
import { type Case, nameCase } from './cases.ts';
import { type Finding, finding } from './finding.ts';
import type { Moderation, Ordered } from './moderation.ts';
import { type Reading, readBy } from './reading.ts';

/** What became of a moderator's order. */
interface Obeyed extends Reading {
  order: Ordered;
  cases: Case[];
}

export function followOrders(sandbox: Sandbox, cases: Case[], { orders }: Moderation): Obeyed[] {
  const byOperation = new Map<string, Case[]>();
  for (const one of cases) byOperation.set(one.operation, [...(byOperation.get(one.operation) ?? []), one]);
  return orders.map((order) => ({
    order,
    cases: byOperation.get(`int:${order.handle.id}`) ?? [],
    ...readBy(sandbox, order.handle.id, (text) => numberIn(text) !== undefined),
  }));
}

/** Whoever reads of a case has opened that one; nobody opens two, or one that was not ordered. */
export function ordersOf(followed: Obeyed[], cases: Case[]): Finding {
  const faults = followed.flatMap(({ order, cases: [one, ...more], reads, text }) => {
    const { handle, guild, user, kind } = order;
    const id = `/${kind} (int:${handle.id})`;
    if (more.length > 0) return [`${id} opened ${more.length + 1} cases`];
    if (!one && reads === 'done') return [`${id} was acknowledged and has no case`];
    if (!one) return reads === 'other' ? [`${id} was allowed, and its user reads: ${text}`] : [];
    if (one.guild_id !== guild || one.user_id !== user || one.kind !== kind)
      return [`${id} opened another case: ${nameCase(one)}`];
    const reading = reads === 'done' && numberIn(text) === one.number;
    return reading || reads === 'nothing' || reads === 'waiting'
      ? []
      : [`${id} opened case ${one.number}, and its user reads: ${text}`];
  });
  const ordered = new Set(followed.flatMap(({ cases: its }) => its.map(({ id }) => id)));
  const undue = cases.filter(({ id, operation }) => !ordered.has(id) && !isOfAutomod(operation));
  return finding("every moderator's acknowledged command has one case, and no other", followed, [
    ...faults,
    ...undue.map((one) => `nobody ordered ${nameCase(one)}: ${one.operation}`),
  ]);
}

export function tellOrders(followed: Obeyed[]): string {
  const count = (fits: (each: Obeyed) => boolean) => followed.filter(fits).length;
  const silent = count(({ reads }) => reads === 'nothing');
  return [
    `Of ${followed.length} orders of moderators ${count(({ cases }) => cases.length > 0)} opened a case;`,
    `${silent} were never answered (${count(({ reads, cases }) => reads === 'nothing' && cases.length > 0)} of them opened one),`,
    `${count(({ reads }) => reads === 'waiting')} are shown as under way for ever.`,
  ].join(' ');
}

/** Cases that firings opened are compared with bursts (burst-findings.ts). */
function isOfAutomod(operation: string): boolean {
  return operation.startsWith('firing:');
}

function numberIn(text: string): number | undefined {
  const [, number] = /^\*\*Case (\d+)/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}
