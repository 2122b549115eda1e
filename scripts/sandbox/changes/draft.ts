import {
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageTopLevelComponent,
  type APIUser,
  MessageType,
} from 'discord-api-types/v10';
import { timeOf } from '../snowflakes.ts';
import type { Channel, Message, World } from '../world/types.ts';

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
  allowedMentions?: APIAllowedMentions | null;
  webhookId?: string;
  extra?: Partial<APIMessage>;
  ephemeralFor?: string;
  /** Of its own choosing, for late messages; the next one where left out. */
  id?: string;
}

/** Builds the message; its time is its id's. */
export function createMessage(world: World, draft: Draft): Message {
  const id = draft.id ?? world.snowflakes.next();
  const content = draft.content ?? '';
  return {
    id,
    channel_id: draft.channel.id,
    ...(draft.channel.guildId ? { guild_id: draft.channel.guildId } : {}),
    author: draft.author,
    content,
    timestamp: new Date(timeOf(id)).toISOString(),
    edited_timestamp: null,
    tts: false,
    ...mentionsIn(world, draft.channel, content, draft.allowedMentions ?? null),
    attachments: draft.attachments ?? [],
    embeds: draft.embeds ?? [],
    components: draft.components ?? [],
    pinned: false,
    type: draft.type ?? MessageType.Default,
    flags: draft.flags ?? 0,
    ...(draft.nonce === undefined ? {} : { nonce: draft.nonce }),
    ...(draft.webhookId ? { webhook_id: draft.webhookId } : {}),
    ...draft.extra,
    ...(draft.ephemeralFor ? { ephemeralFor: draft.ephemeralFor } : {}),
    reactions: [],
  };
}

type Mentions = Pick<Message, 'mentions' | 'mention_roles' | 'mention_everyone'>;
const nobody: Mentions = { mentions: [], mention_roles: [], mention_everyone: false };

/** Whom the content mentions, as far as `allowed_mentions` lets it. */
export function mentionsIn(
  world: World,
  channel: Channel,
  content: string,
  allowed: APIAllowedMentions | null,
): Mentions {
  if (!content.includes('@')) return nobody;
  const roles = channel.guildId ? world.guilds.get(channel.guildId)?.roles : undefined;
  const users = idsIn(content, /<@!?(\d+)>/g).filter((id) => isAllowed(allowed, 'users', id));
  return {
    mentions: users.map((id) => world.users.get(id)).filter((user) => user !== undefined),
    mention_roles: idsIn(content, /<@&(\d+)>/g).filter(
      (id) => roles?.has(id) && isAllowed(allowed, 'roles', id),
    ),
    mention_everyone: /@(everyone|here)/.test(content) && isAllowed(allowed, 'everyone', ''),
  };
}

function idsIn(content: string, pattern: RegExp): string[] {
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function isAllowed(
  allowed: APIAllowedMentions | null,
  kind: 'users' | 'roles' | 'everyone',
  id: string,
): boolean {
  if (!allowed) return true;
  if (allowed.parse?.some((parsed) => parsed === kind)) return true;
  return kind !== 'everyone' && (allowed[kind] ?? []).includes(id);
}
