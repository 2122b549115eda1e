import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { deleteMessage, editMessage } from '../changes/messages.ts';
import type { Live } from '../live.ts';
import { changeRefusal } from '../posting.ts';
import { bitsIn } from '../rights.ts';
import { actOf } from '../world/act.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, guildOf, messageIn, type Which } from '../world/lookups.ts';
import type { Message } from '../world/types.ts';
import { passAutoMod } from './auto-mod.ts';
import { mustBeSendable } from './writing.ts';

/** Its author edits it; nobody else could. */
export function editAs(live: Live, message: Which, content: string, by?: string, nitro = false): Message {
  const known = messageIn(live.world, message);
  const channel = channelIn(live.world, known.channel_id);
  if (by !== undefined && by !== known.author.id) throw new Cannot('only the author can edit a message');
  mustBeSendable({ content, attachments: known.attachments, nitro });
  if (changeRefusal(channel, bitsIn(live.world, channel, known.author.id)))
    throw new Cannot(`the thread ${channel.name} is closed`);
  const guild = guildOf(live.world, channel);
  const onceItIsThere = guild ? passAutoMod(live, guild, channel, known.author.id, content) : null;
  editMessage(live, channel, known, { content });
  onceItIsThere?.(known.id);
  return known;
}

/** Its author deletes it, or `by`: a member with Manage Messages. */
export function removeAs(live: Live, message: Which, by?: string): void {
  const known = messageIn(live.world, message);
  const channel = channelIn(live.world, known.channel_id);
  const who = by ?? known.author.id;
  const isOwn = who === known.author.id;
  if (!isOwn && (!channel.guildId || !(bitsIn(live.world, channel, who) & P.ManageMessages)))
    throw new Cannot(`${who} may not delete the messages of others in #${channel.name}`);
  deleteMessage(live, channel, known, actOf(who));
}
