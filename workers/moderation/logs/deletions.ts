import { timeOf } from '../../../shared/core/snowflake.ts';
import {
  colors,
  type LogEntry,
  lines,
  mention,
  placeOf,
  timed,
  wanting,
} from '../../../shared/moderation/logs/entry.ts';
import { type RecentMessage, readRecentMessages } from '../../../shared/moderation/recent-messages.ts';
import type { Batch } from '../../runtime/handler.ts';
import { type LogDeps, queueEntries, tellable } from './entries.ts';
import { keeps } from './recent.ts';
import { showText } from './show-text.ts';

/** Messages that are gone, with what they said where that is kept: one by itself, many in a list. */
export async function logDeletions(
  context: LogDeps,
  batch: Batch<'MESSAGE_DELETE'> | Batch<'MESSAGE_DELETE_BULK'>,
): Promise<void> {
  const guilds = batch.events.map(({ d }) => d.guild);
  const policies = await context.settings.moderation.get(guilds);
  const logging = wanting(policies, guilds, 'messageLog');
  const events = tellable<'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK'>(context, batch).filter(({ d }) =>
    logging.has(d.guild),
  );
  const kept = await readRecentMessages(
    context,
    events.filter(({ d }) => keeps(policies, d)).flatMap(({ d }) => d.messages),
  );
  const entries = events.flatMap(({ id, d, at }): LogEntry[] => {
    const place = placeOf(policies, d.guild, 'messageLog');
    if (!place) return [];
    const its = d.messages.flatMap((message) => kept.get(message) ?? []);
    const [first] = d.messages;
    const embed = d.messages.length === 1 && first ? drawLost(d, first, its[0]) : drawLostMany(d, its);
    return [{ ...place, nonce: `deleted-${id}`, embeds: [timed({ ...embed, color: colors.grave }, at)] }];
  });
  await queueEntries(context, entries);
}

type Lost = Batch<'MESSAGE_DELETE'>['events'][number]['d'];

function drawLost({ channel }: Lost, id: string, was: RecentMessage | undefined) {
  const written = `written <t:${Math.floor(timeOf(id) / 1_000)}:f>`;
  const description = was
    ? lines(
        `A message of ${mention(was.user)} in <#${channel}>, ${written}`,
        showText(was.content, was.attachments),
      )
    : `A message in <#${channel}>, ${written}. What it said is not kept.`;
  return { title: 'Message deleted', description };
}

const mostListed = 10; // of messages that went together

function drawLostMany({ channel, messages }: Lost, known: readonly RecentMessage[]) {
  const shown = known.slice(0, mostListed);
  const more = messages.length - shown.length;
  const description = lines(
    `${messages.length} messages in <#${channel}>`,
    ...shown.map(({ user, content, attachments }) => `<@${user}>\n${showText(content, attachments, 100)}`),
    shown.length > 0 && more > 0 && `And ${more} more.`,
  );
  return { title: 'Messages deleted', description };
}
