import { SECOND } from '../core/clock.ts';
import type { Sign } from './alarms.ts';
import { queueKinds } from './queue-kinds.ts';
import type { QueueReading } from './queues.ts';

/** Queues whose oldest job waits for too long. */
export function findLaggingQueues(queues: readonly QueueReading[]): Sign[] {
  return queues.flatMap(({ name, waiting, oldest }): Sign[] => {
    const { patience } = queueKinds[name];
    if (patience === null || oldest === null || oldest <= patience) return [];
    const text = `${waiting} jobs wait in ${name}, the oldest for ${Math.round(oldest / SECOND)} s.`;
    return [{ kind: 'queue-lag', subject: name, text }];
  });
}
