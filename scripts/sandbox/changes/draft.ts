import {
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageTopLevelComponent,
  type APIUser,
  MessageType,
} from 'discord-api-types/v10';
import { textsIn } from '../shapes/components.ts';
import { referencedJson } from '../shapes/message.ts';
import { timeOf } from '../snowflakes.ts';
import type { Channel, Message, World } from '../world/types.ts';
import { mentionsIn } from './mentions.ts';

/** What somebody wants to post. */
export interface Draft {
  channel: Channel;
  author: APIUser;
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: APIMessageTopLevelComponent[] | null;
  attachments?: APIAttachment[];
  flags?: number;
  type?: MessageType;
  nonce?: string | number;
  tts?: boolean;
  allowedMentions?: APIAllowedMentions | null;
  webhookId?: string;
  /** The message it replies to; its author is mentioned too. */
  repliesTo?: Message;
  extra?: Partial<APIMessage>;
  ephemeralFor?: string;
  /** Of its own choosing, for late messages; the next one where left out. */
  id?: string;
}

/** Builds the message; its time is its id's. */
export function createMessage(world: World, draft: Draft): Message {
  const id = draft.id ?? world.snowflakes.next();
  const content = draft.content ?? '';
  const components = draft.components ?? [];
  const text = [content, ...textsIn(components)].join('\n');
  return {
    id,
    channel_id: draft.channel.id,
    ...(draft.channel.guildId ? { guild_id: draft.channel.guildId } : {}),
    author: draft.author,
    content,
    timestamp: new Date(timeOf(id)).toISOString(),
    edited_timestamp: null,
    tts: draft.tts ?? false,
    ...mentionsIn(world, draft, text, draft.allowedMentions ?? null),
    attachments: draft.attachments ?? [],
    embeds: draft.embeds ?? [],
    components,
    pinned: false,
    type: draft.type ?? (draft.repliesTo ? MessageType.Reply : MessageType.Default),
    flags: draft.flags ?? 0,
    ...(draft.nonce === undefined ? {} : { nonce: draft.nonce }),
    ...(draft.webhookId ? { webhook_id: draft.webhookId } : {}),
    ...(draft.repliesTo ? replyOf(draft.channel, draft.repliesTo) : {}),
    ...draft.extra,
    ...(draft.ephemeralFor ? { ephemeralFor: draft.ephemeralFor } : {}),
    reactions: [],
  };
}

function replyOf({ guildId }: Channel, to: Message): Partial<APIMessage> {
  const guild = guildId ? { guild_id: guildId } : {};
  return {
    message_reference: { type: 0, channel_id: to.channel_id, message_id: to.id, ...guild },
    referenced_message: referencedJson(to),
  };
}
