import type { BotStatus } from '../analytics/model.ts';
import { MINUTE } from '../core/clock.ts';
import type { Sign } from './alarms.ts';
import { timeOf } from './process-signs.ts';
import { isDeaf, startOf } from './shards.ts';

const mostNamed = 5; // shards with an alarm each; more at once have one together
const recent = 15 * MINUTE; // for which an alarm about a gap stands
const wave = 3 * MINUTE; // gaps further apart have causes of their own; of many shards one identifies every five seconds

/** Shards that hear nothing. `now` in milliseconds since 1970. */
export function findDeadShards(shards: readonly BotStatus[], count: number, now: number): Sign[] {
  const deaf = shards.filter((shard) => isDeaf(shard, { count, now }));
  const kind = 'dead-shard';
  const missing = count - shards.length;
  const unseen: Sign[] =
    missing > 0 && shards.every(({ startedAt }) => now - startedAt.getTime() > startOf(count))
      ? [{ kind, subject: 'missing shards', text: `${missing} of ${count} shards were never begun.` }]
      : [];
  if (deaf.length > mostNamed)
    return [...unseen, { kind, subject: 'shards', text: `${deaf.length} of ${count} shards hear nothing.` }];
  return [
    ...unseen,
    ...deaf.map((shard) => ({ kind, subject: `shard ${shard.shard}`, text: textOf(shard) }) as const),
  ];
}

function textOf({ shard, process, state, attachedAt, beatAt }: BotStatus): string {
  const since = attachedAt ? `since ${timeOf(attachedAt)}` : 'since it began';
  return `Shard ${shard} hears nothing ${since}: ${process} had it, ${state}, at ${timeOf(beatAt)}.`;
}

/**
 * Gaps that were noticed lately: Discord could not replay what happened meanwhile. Each is a sign of its own, of many at
 * once the wave.
 */
export function findGaps(shards: readonly BotStatus[], now: number): Sign[] {
  const found = shards.filter(({ gapAt }) => gapAt && now - gapAt.getTime() < recent);
  const kind = 'gap';
  if (found.length > mostNamed)
    return [
      {
        kind,
        subject: `shards from ${timeOf(beginningOf(shards))}`,
        text: `${found.length} shards began anew: events may have been missed.`,
      },
    ];
  return found.map(({ shard, gapAt }) => {
    const at = gapAt ? timeOf(gapAt) : '?';
    const text = `Shard ${shard} began anew at ${at} although it had a session: events may have been missed.`;
    return { kind, subject: `shard ${shard} at ${at}`, text };
  });
}

/** When the first gap of the latest wave was noticed. */
function beginningOf(shards: readonly BotStatus[]): Date {
  const times = shards.flatMap(({ gapAt }) => (gapAt ? [gapAt.getTime()] : [])).toSorted((a, b) => b - a);
  const last = times.findIndex((at, index) => at - (times[index + 1] ?? Number.NEGATIVE_INFINITY) > wave);
  return new Date(times[last] ?? 0);
}
