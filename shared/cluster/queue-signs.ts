import { SECOND } from '../core/clock.ts';
import type { Sign } from './alarms.ts';
import { timeOf } from './process-signs.ts';
import { queueKinds, triesOf } from './queue-kinds.ts';
import type { QueueReading } from './queues.ts';

/**
 * Queues whose oldest job waits for too long, and those in which one is tried again for too long. `now` in milliseconds since
 * 1970, as jobs are dated.
 */
export function findLaggingQueues(queues: readonly QueueReading[], now: number): Sign[] {
  return queues
    .flatMap((queue) => [findLag(queue), findTries(queue, now)])
    .filter((sign) => sign !== undefined);
}

function findLag({ name, waiting, oldest }: QueueReading): Sign | undefined {
  const { patience } = queueKinds[name];
  if (patience === null || oldest === null || oldest <= patience) return undefined;
  const text = `${waiting} jobs wait in ${name}, the oldest for ${Math.round(oldest / SECOND)} s.`;
  return { kind: 'queue-lag', subject: name, text };
}

function findTries({ name, tried }: QueueReading, now: number): Sign | undefined {
  if (tried === null || tried <= (triesOf(name) ?? Number.POSITIVE_INFINITY)) return undefined;
  const { what } = queueKinds[name];
  const text = `${what}: tried again and again, the oldest since ${timeOf(new Date(now - tried))}.`;
  return { kind: 'queue-lag', subject: `${name}, tried again`, text };
}
