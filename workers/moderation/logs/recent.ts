import type { MessageEvent } from '../../../shared/core/events.ts';
import type { Policies } from '../../../shared/moderation/logs/entry.ts';
import { keepMessages, type RecentMessage } from '../../../shared/moderation/recent-messages.ts';
import type { Context } from '../../context.ts';
import type { Batch } from '../../runtime/handler.ts';

/** Keeps what is said for a day, where guilds want that and have a log to show it in. Twice it is kept once. */
export async function keepRecent(
  context: Pick<Context, 'db' | 'redis' | 'partitions' | 'settings'>,
  { events }: Batch<'MESSAGE_CREATE'>,
): Promise<void> {
  const policies = await context.settings.moderation.get(events.map(({ d }) => d.guild));
  const kept = events.flatMap(({ d }) => (keeps(policies, d) ? [recent(d, null)] : []));
  await keepMessages(context, kept);
}

/** Whether the texts of a guild's messages are kept. */
export function keeps(policies: Policies, { guild }: Pick<MessageEvent, 'guild'>): boolean {
  const policy = policies.get(guild);
  return policy?.keepMessages === true && policy.messageLog !== null;
}

/** A message as it is kept. */
export function recent(
  { id, guild, channel, author, content, attachments }: MessageEvent,
  editedAt: number | null,
): RecentMessage {
  return { id, guild, channel, user: author.id, content, attachments: attachments.length, editedAt };
}
