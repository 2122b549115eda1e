import {
  MessageFlags,
  PermissionFlagsBits as P,
  type RESTPatchAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { editMessage } from '../../changes/messages.ts';
import { editOf } from '../../interactions/content.ts';
import type { Live } from '../../live.ts';
import { changeRefusal } from '../../posting.ts';
import { bitsIn } from '../../rights.ts';
import { messageJson } from '../../shapes/message.ts';
import type { Channel, Message } from '../../world/types.ts';
import { isReply, ok, type Reply, refuse } from '../reply.ts';
import type { Upload } from '../sent.ts';
import { keptAfter } from './edited-parts.ts';
import { attachmentsOf } from './message-files.ts';

type Body = RESTPatchAPIChannelMessageJSONBody;

/** Edit Message, as the bot. Of other authors' messages it may only suppress the embeds, with Manage Messages. */
export function edit(
  live: Live,
  channel: Channel,
  message: Message,
  body: Body,
  files: readonly Upload[],
): Reply {
  const bits = bitsIn(live.world, channel, live.world.bot.id);
  const shut = changeRefusal(channel, bits);
  if (shut) return refuse(shut);
  if (message.author.id !== live.world.bot.id) return suppress(live, channel, message, body, bits);
  const mayEmbed = (bits & P.EmbedLinks) !== 0n;
  return applyEdit(live, channel, message, mayEmbed ? body : { ...body, embeds: undefined }, files);
}

/** What an author can do to their message; a webhook too. */
export function applyEdit(
  live: Live,
  channel: Channel,
  message: Message,
  body: Body,
  files: readonly Upload[],
): Reply {
  const { world } = live;
  const flags = editedFlags(message, body.flags);
  const kept = keptAfter(message, body, files, flags);
  if (isReply(kept)) return kept;
  const change = {
    ...editOf(body),
    ...(files.length > 0 || body.attachments
      ? { attachments: [...kept, ...attachmentsOf(world, channel, files, body.attachments)] }
      : {}),
    flags,
  };
  return ok(messageJson(editMessage(live, channel, message, change), world.bot.id));
}

function suppress(live: Live, channel: Channel, message: Message, body: Body, bits: bigint): Reply {
  const onlyFlags = Object.keys(body).every((field) => field === 'flags') && 'flags' in body;
  if (!onlyFlags) return refuse('notTheAuthor');
  if (!channel.guildId || !(bits & P.ManageMessages)) return refuse('missingPermissions');
  const { world } = live;
  const flags = withSuppressed(message.flags ?? 0, body.flags ?? 0);
  return ok(
    messageJson(editMessage(live, channel, message, { flags, by: world.bot.id }, true), world.bot.id),
  );
}

/** Suppressing embeds goes both ways, components v2 only on; Discord ignores the rest. */
function editedFlags(message: Message, wanted: number | null | undefined): number {
  const flags = message.flags ?? 0;
  if (wanted === null || wanted === undefined) return flags;
  return withSuppressed(flags, wanted) | (wanted & MessageFlags.IsComponentsV2);
}

function withSuppressed(flags: number, wanted: number): number {
  return (flags & ~MessageFlags.SuppressEmbeds) | (wanted & MessageFlags.SuppressEmbeds);
}
