import { readMessage } from '../../shared/automod/content.ts';
import { editEntry } from '../../shared/automod/entry-ids.ts';
import type { AutoModSettings } from '../../shared/automod/settings.ts';
import type { MessageSubject } from '../../shared/automod/subject.ts';
import { slide } from '../../shared/automod/windows.ts';
import type { Envelope } from '../../shared/core/events.ts';
import { isModerator } from '../../shared/moderation/moderators.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';
import { type EnforceDeps, enforce } from './enforce.ts';
import { hitsOf } from './hits.ts';
import { inviteKnowledge } from './invites.ts';
import { judge, type Presented } from './judged.ts';

type Message = Envelope<'MESSAGE_CREATE'> | Envelope<'MESSAGE_UPDATE'>;
/** A message of a guild with rules, as they look at it. */
export type Moderated = Presented<MessageSubject> & { event: Message };

/**
 * Judges messages, new or edited (product §3), in a constant number of round trips: settings from memory, one script for
 * all windows, and only where something fires one transaction and what follows from it. Running it again records nothing
 * twice and asks for the same.
 */
export async function moderateMessages(
  context: EnforceDeps & Pick<Context, 'redis' | 'invites'>,
  { events, attempt }: Batch<'MESSAGE_CREATE'> | Batch<'MESSAGE_UPDATE'>,
): Promise<void> {
  const guilds = events.map(({ d }) => d.guild);
  const [settings] = await Promise.all([
    context.settings.automod.get(guilds),
    context.settings.moderation.get(guilds), // which enforce needs: what fires first in a guild does not wait for them
  ]);
  const presented: Moderated[] = [];
  for (const event of events) {
    const its = settings.get(event.d.guild);
    if (its && its.rules.length > 0) presented.push(present(event, its));
  }
  if (presented.length === 0) return;
  const judgement = judge(presented, await inviteKnowledge(context, presented));
  if (judgement.orders.length === 0) return;
  const held = await slide(context, judgement.orders);
  if (held.length > 0) await enforce(context, hitsOf(held, judgement), { attempt });
}

function present(event: Message, settings: AutoModSettings): Moderated {
  const { id, guild, channel, author, roles, parent: told } = event.d;
  const parent = told ?? settings.threads.get(channel) ?? null;
  const moderator = isModerator(settings, { guild, user: author.id, roles, channel, parent });
  if (event.t === 'MESSAGE_CREATE')
    return { event, settings, entry: id, subject: readMessage(event.d, { moderator, parent }) };
  const { editedAt } = event.d;
  const subject = readMessage(event.d, { moderator, parent, editedAt });
  return { event, settings, entry: editEntry(id, editedAt), subject };
}
