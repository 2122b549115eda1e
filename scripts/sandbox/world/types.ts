import type {
  APIApplicationCommand,
  APIAttachment,
  APIAuditLogEntry,
  APIAutoModerationRule,
  APIEmoji,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIOverwrite,
  APIPartialEmoji,
  APIRole,
  APIUser,
  ChannelType,
} from 'discord-api-types/v10';
import type { Snowflakes } from '../snowflakes.ts';

/** Everything the stand-in knows; mutated only by `changes/`, which also tell the gateway. */
export interface World {
  now(): number;
  snowflakes: Snowflakes;
  application: { id: string; name: string; owner: APIUser };
  bot: APIUser;
  token: string;
  users: Map<string, APIUser>;
  /** Users who take no direct messages from the bot (50007). */
  closedToMessages: Set<string>;
  guilds: Map<string, Guild>;
  /** Channels of all guilds, and direct messages. */
  channels: Map<string, Channel>;
  /** Registered commands by scope: `global` or a guild's id. */
  commands: Map<string, APIApplicationCommand[]>;
  interactions: Map<string, Interaction>;
  /** The same, by token. */
  tokens: Map<string, Interaction>;
  /** How many messages a channel keeps; the oldest are forgotten first. */
  keepMessages: number;
}

export interface Guild {
  id: string;
  shardKey: number;
  name: string;
  ownerId: string;
  locale: string;
  joinedAt: string;
  systemChannelId: string;
  roles: Map<string, APIRole>;
  channels: Map<string, Channel>;
  members: Map<string, Member>;
  bans: Map<string, { user: APIUser; reason: string | null }>;
  emojis: Map<string, APIEmoji>;
  /** Oldest first. */
  auditLog: AuditEntry[];
  autoModRules: Map<string, APIAutoModerationRule>;
  /** Invites by code. */
  invites: Map<string, Invite>;
  /** Discord's incident actions: until when invites and direct messages are paused, ISO. */
  incidents: { invitesUntil: string | null; messagesUntil: string | null };
}

export type AuditEntry = APIAuditLogEntry;

export interface Invite {
  code: string;
  guildId: string;
  channelId: string;
  inviterId: string;
  createdAt: string;
}

export interface Channel {
  id: string;
  guildId: string | null;
  type: ChannelType;
  name: string;
  position: number;
  parentId: string | null;
  topic: string | null;
  /** Seconds between two messages of a member; 0: none. */
  slowmode: number;
  nsfw: boolean;
  /** Of a thread: whoever opened it, and its state. */
  thread: { ownerId: string; archived: boolean; locked: boolean } | null;
  /** Incoming webhooks by id. */
  webhooks: Map<string, { id: string; token: string; name: string }>;
  overwrites: APIOverwrite[];
  recipients: APIUser[];
  lastMessageId: string | null;
  messages: Map<string, Message>;
}

export interface Member {
  guildId: string;
  user: APIUser;
  nick: string | null;
  avatar: string | null;
  roles: string[];
  joinedAt: string;
  /** End of a timeout, ISO; one in the past has no effect. */
  timeoutUntil: string | null;
  pending: boolean;
  flags: number;
}

/** Discord's own message, but with reactions by user, and with whom it is ephemeral for. */
export interface Message extends Omit<APIMessage, 'reactions'> {
  guild_id?: string;
  reactions: Reaction[];
  ephemeralFor?: string;
}

export interface Reaction {
  emoji: APIPartialEmoji;
  users: string[];
}

export type Attachment = APIAttachment;

export interface Interaction {
  id: string;
  token: string;
  type: number;
  createdAt: number;
  guildId: string | null;
  channelId: string;
  userId: string;
  /** The command's name, or the custom id. */
  name: string;
  /** The message a component sits on. */
  source: Message | null;
  answer: { is: 'none' } | { is: 'given'; type: number; body: unknown; at: number };
  original: Message | null;
  followUps: Message[];
  modal: APIModalInteractionResponseCallbackData | null;
}
