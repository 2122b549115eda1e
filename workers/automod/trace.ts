import { readMessage } from '../../shared/automod/content.ts';
import { type MessageTrace, saveTraces } from '../../shared/automod/traces.ts';
import type { MessageEvent } from '../../shared/core/events.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';

/** Keeps traces of messages where the guild wants them (setting `traces`), in one statement. Twice they are kept once. */
export async function traceMessages(
  { db, settings }: Pick<Context, 'db' | 'settings'>,
  { events }: Batch<'MESSAGE_CREATE'>,
): Promise<void> {
  const known = await settings.automod.get(events.map(({ d }) => d.guild));
  const wanted = events.flatMap(({ d }) => (known.get(d.guild)?.config.traces ? [traceOf(d)] : []));
  await saveTraces({ db }, wanted);
}

function traceOf(message: MessageEvent): MessageTrace {
  const { content, mentions, attachments } = readMessage(message, { moderator: false, parent: null });
  return {
    message: message.id,
    guild: message.guild,
    channel: message.channel,
    user: message.author.id,
    fingerprint: content.fingerprint,
    length: content.length,
    mentions,
    attachments,
  };
}
