import type { EditEvent, MessageEvent } from '../../../shared/core/events.ts';
import {
  colors,
  type LogEntry,
  lines,
  linkTo,
  mention,
  placeOf,
  timed,
} from '../../../shared/moderation/logs/entry.ts';
import {
  keepMessages,
  type RecentMessage,
  readRecentMessages,
} from '../../../shared/moderation/recent-messages.ts';
import type { Context } from '../../context.ts';
import type { Batch } from '../../runtime/handler.ts';
import { type LogDeps, queueEntries, tellable } from './entries.ts';
import { keeps, recent } from './recent.ts';
import { showText } from './show-text.ts';

/**
 * Messages that were changed, with what they said before where that is kept. The new text takes its place only once its
 * entry is queued: whoever dies in between tells it again, to the same end.
 */
export async function logEdits(
  context: LogDeps & Pick<Context, 'redis'>,
  batch: Batch<'MESSAGE_UPDATE'>,
): Promise<void> {
  const policies = await context.settings.moderation.get(batch.events.map(({ d }) => d.guild));
  const logged = (d: MessageEvent) => placeOf(policies, d.guild, 'messageLog') !== undefined;
  const edits = batch.events.map(({ d }) => d).filter(logged);
  const told = new Set(tellable(context, batch).map(({ d }) => d));
  const kept = edits.filter((edit) => keeps(policies, edit));
  const before = await readRecentMessages(
    context,
    kept.map(({ id }) => id),
  );
  const entries = edits
    .sort((one, other) => one.editedAt - other.editedAt)
    .flatMap((edit): LogEntry[] => {
      const known = before.get(edit.id);
      if (known?.editedAt != null && known.editedAt >= edit.editedAt) return [];
      if (keeps(policies, edit)) before.set(edit.id, recent(edit, edit.editedAt));
      const place = placeOf(policies, edit.guild, 'messageLog');
      const isSame = known?.content === edit.content && known.attachments === edit.attachments.length;
      return place && told.has(edit) && !isSame ? [{ ...place, ...drawEdit(edit, known) }] : [];
    });
  await queueEntries(context, entries);
  await keepMessages(
    context,
    kept.map((edit) => recent(edit, edit.editedAt)),
  );
}

function drawEdit(edit: EditEvent, before: RecentMessage | undefined): Pick<LogEntry, 'nonce' | 'embeds'> {
  const { id, guild, channel, author, editedAt } = edit;
  const embed = {
    title: 'Message changed',
    color: colors.notable,
    description: lines(
      `[A message](${linkTo(guild, channel, id)}) of ${mention(author.id)} in <#${channel}>`,
      before && `Before:\n${showText(before.content, before.attachments)}`,
      `Now:\n${showText(edit.content, edit.attachments.length)}`,
    ),
  };
  return { nonce: `edit-${id}-${editedAt}`, embeds: [timed(embed, editedAt)] };
}
