import { SECOND } from '../../shared/core/clock.ts';
import { type Finding, finding, type Row } from './finding.ts';
import { type Played, type Stage, wasSwept } from './stage.ts';
import type { Asked } from './transfers.ts';
import type { Visit, Visits } from './visits.ts';

/** What a killed web process may not have handed on yet (shared/analytics/recorder.ts), and half a second to do it. */
const unsaved = 1.5 * SECOND;

/** Whoever was told that bytes were sent has sent them once, whoever was refused has not; nobody sent twice. */
export function transfersOf(asked: Asked[], rows: Row[]): Finding {
  const stored = rows.filter(({ operation }) => operation.startsWith('http:'));
  const byKey = new Map<string, Row[]>();
  for (const row of stored) {
    const key = asked.find((one) => row.operation.includes(`:${one.key}:`))?.key ?? row.operation;
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const faults = asked.flatMap(({ key, giver, receiver, amount, told }) => {
    const [row, ...more] = byKey.get(key) ?? [];
    byKey.delete(key);
    if (more.length > 0) return [`${key} moved bytes ${more.length + 1} times`];
    if (told.is === 'unknown') return [`${key} was never answered: ${told.why}`];
    if (told.is === 'refused') return row ? [`${key} was refused and moved bytes: ${told.why}`] : [];
    if (!row) return [`${key} was acknowledged and is not in the ledger`];
    const isAsOrdered = row.giver_id === giver && row.receiver_id === receiver && row.amount === amount;
    return isAsOrdered ? [] : [`${key} moved something else: ${JSON.stringify(row)}`];
  });
  const undue = [...byKey.keys()].map((key) => `nobody asked for ${key}`);
  return finding('every transfer through the API moves bytes once, or was refused', asked, [
    ...faults,
    ...undue,
  ]);
}

/** Views are taken down off the path of the visitor: a killed process may lose its last second, an emptied Redis what waits. */
export async function viewsOf(
  { db, web, timeIn }: Pick<Stage, 'db' | 'web' | 'timeIn'>,
  { seen, missed }: Visits,
  played: Played,
): Promise<{ finding: Finding; story: string }> {
  const rows: { agent: string; count: string }[] = await db('page_views')
    .where('agent', 'like', 'chaos-visitor-%')
    .groupBy('agent')
    .select('agent')
    .count('* AS count');
  const counts = new Map(rows.map(({ agent, count }) => [agent, Number(count)]));
  const isExcused = ({ agent, at }: Visit) =>
    wasSwept(played, agent) ||
    [...web.kills, ...played.emptied].some((time) => Math.abs(time - at) <= unsaved);
  const missing = seen.filter(({ agent }) => !counts.has(agent));
  const lost = missing.filter((visit) => !isExcused(visit));
  const twice = [...counts].filter(([, count]) => count > 1);
  return {
    finding: finding('every page view is recorded once', seen, [
      ...lost.map(({ agent, at }) => `${agent} at ${timeIn(at)} is not recorded`),
      ...twice.map(([agent, count]) => `${agent} is recorded ${count} times`),
    ]),
    story: [
      `Of ${seen.length} page views ${missing.length - lost.length} were lost in the last second of a killed process`,
      `or with an emptied Redis; ${missed} visitors got no page while web or Postgres was away.`,
    ].join(' '),
  };
}

export function tellTransfers(asked: Asked[]): string {
  const count = (is: Asked['told']['is']) => asked.filter(({ told }) => told.is === is).length;
  return `Of ${asked.length} transfers through the API ${count('sent')} sent bytes and ${count('refused')} were refused.`;
}
