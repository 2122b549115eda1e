import { MINUTE, SECOND } from '../core/clock.ts';
import type { QueueName } from '../core/queues.ts';

interface QueueKind {
  what: string;
  /** Milliseconds for which its oldest job may wait before an operator has to know; null: for however long. */
  patience: number | null;
  /** Milliseconds for which a job may be tried again and again; where it is not said nobody asks. */
  tries?: number;
}

/**
 * What each queue is for. Patience is what people notice: a command is late after seconds, a log's entry after minutes.
 * What is tried again waits for nobody to take it: where it is never given up, only `tries` tells of it. Discord's rate limits
 * make jobs wait that were begun as well.
 */
export const queueKinds = {
  events: { what: 'Batches of gateway events', patience: 30 * SECOND, tries: 10 * MINUTE },
  interactions: { what: 'Commands, buttons and forms', patience: 15 * SECOND },
  members: { what: 'Chunks of members that are loaded', patience: 10 * MINUTE },
  punishments: { what: 'Timeouts, kicks, bans, lockdowns', patience: 30 * SECOND, tries: 10 * MINUTE },
  deletions: { what: 'Messages to delete, channels to change', patience: MINUTE, tries: 30 * MINUTE },
  effects: { what: 'Reactions, replies, roles', patience: 5 * MINUTE },
  logs: { what: 'Entries of log channels', patience: 5 * MINUTE },
  records: { what: 'Page views, clicks, commands, jobs', patience: 5 * MINUTE },
  maintenance: { what: 'Runs of maintenance', patience: null }, // one waits for the other, however long that takes
  webhooks: { what: 'Outgoing webhooks', patience: 15 * MINUTE },
  quarantine: { what: 'Events that could not be handled, for a week', patience: null }, // for people to look at
} as const satisfies Record<QueueName, QueueKind>;

/** Milliseconds for which jobs of a queue may be tried again; undefined where that is not looked at. */
export function triesOf(name: QueueName): number | undefined {
  const kind: QueueKind = queueKinds[name];
  return kind.tries;
}

export const queueNames = Object.keys(queueKinds) as QueueName[];
