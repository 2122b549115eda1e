import { MINUTE, SECOND } from '../core/clock.ts';
import type { QueueName } from '../core/queues.ts';

interface QueueKind {
  what: string;
  /** Milliseconds for which its oldest job may wait before an operator has to know; null: for however long. */
  patience: number | null;
}

/** What each queue is for. Patience is what people notice: a command is late after seconds, a log's entry after minutes. */
export const queueKinds = {
  events: { what: 'Batches of gateway events', patience: 30 * SECOND },
  interactions: { what: 'Commands, buttons and forms', patience: 15 * SECOND },
  members: { what: 'Chunks of members that are loaded', patience: 10 * MINUTE },
  punishments: { what: 'Timeouts, kicks, bans, lockdowns', patience: 30 * SECOND },
  deletions: { what: 'Messages to delete, channels to change', patience: MINUTE },
  effects: { what: 'Reactions, replies, roles', patience: 5 * MINUTE },
  logs: { what: 'Entries of log channels', patience: 5 * MINUTE },
  records: { what: 'Page views, clicks, commands, jobs', patience: 5 * MINUTE },
  maintenance: { what: 'Runs of maintenance', patience: null }, // one waits for the other, however long that takes
  webhooks: { what: 'Outgoing webhooks', patience: 15 * MINUTE },
  quarantine: { what: 'Events that could not be handled, for a week', patience: null }, // for people to look at
} as const satisfies Record<QueueName, QueueKind>;

export const queueNames = Object.keys(queueKinds) as QueueName[];
