import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { deleteMessage, editMessage } from '../changes/messages.ts';
import type { Live } from '../live.ts';
import { channelPermissions, everything } from '../permissions.ts';
import { changeRefusal } from '../posting.ts';
import { actOf } from '../world/act.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, guildOf, memberIn, messageIn } from '../world/lookups.ts';
import type { Channel, Message, World } from '../world/types.ts';
import { passAutoMod } from './auto-mod.ts';
import { mustBeSendable } from './writing.ts';

type Which = { id: string } | string;

/** Its author edits it; nobody else could. */
export function editAs(live: Live, message: Which, content: string, by?: string, nitro = false): Message {
  const known = messageIn(live.world, idOf(message));
  const channel = channelIn(live.world, known.channel_id);
  if (by !== undefined && by !== known.author.id) throw new Cannot('only the author can edit a message');
  mustBeSendable({ content, attachments: known.attachments, nitro });
  if (changeRefusal(channel, bitsOf(live.world, channel, known.author.id)))
    throw new Cannot(`the thread ${channel.name} is closed`);
  const guild = guildOf(live.world, channel);
  const onceItIsThere = guild ? passAutoMod(live, guild, channel, known.author.id, content) : null;
  editMessage(live, channel, known, { content });
  onceItIsThere?.(known.id);
  return known;
}

/** Its author deletes it, or `by`: a member with Manage Messages. */
export function removeAs(live: Live, message: Which, by?: string): void {
  const known = messageIn(live.world, idOf(message));
  const channel = channelIn(live.world, known.channel_id);
  const who = by ?? known.author.id;
  const isOwn = who === known.author.id;
  if (!isOwn && (!channel.guildId || !(bitsOf(live.world, channel, who) & P.ManageMessages)))
    throw new Cannot(`${who} may not delete the messages of others in #${channel.name}`);
  deleteMessage(live, channel, known, actOf(who));
}

/** What they may do there; of somebody who is no member: nothing. */
function bitsOf(world: World, channel: Channel, userId: string): bigint {
  const guild = guildOf(world, channel);
  if (!guild) return everything;
  if (!guild.members.has(userId)) return 0n;
  return channelPermissions(guild, channel, memberIn(guild, userId), world.now());
}

function idOf(message: Which): string {
  return typeof message === 'string' ? message : message.id;
}
