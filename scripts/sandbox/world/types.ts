import type {
  APIApplicationCommand,
  APIApplicationCommandPermission,
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
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
} from 'discord-api-types/v10';
import type { Snowflakes } from '../snowflakes.ts';
import type { LazyMap } from './lazy-map.ts';

/** Everything the stand-in knows; mutated only by `changes/`, which also tell the gateway. */
export interface World {
  now(): number;
  snowflakes: Snowflakes;
  application: Application;
  bot: APIUser;
  token: string;
  users: Map<string, APIUser>;
  /** How many members were generated for seeded guilds, by the number of the population. */
  populations: Map<number, number>;
  /** Users who take no direct messages from the bot (50007). */
  closedToMessages: Set<string>;
  guilds: LazyMap<Guild>;
  /** Guilds that the bot is not in, and knows from invites at most; it can be added to them. */
  elsewhere: Map<string, Guild>;
  /** Channels of all guilds, and direct messages. */
  channels: Map<string, Channel>;
  /** The direct messages between the bot and a user, by the user's id. */
  directs: Map<string, Channel>;
  /** Messages that only one member sees, of all channels; they outlive the interactions that they answer. */
  ephemerals: Map<string, Message>;
  /** Invites of all guilds by code, also of ones that the bot is not in. */
  invites: Map<string, Invite>;
  /** Registered commands by scope: `global` or a guild's id. */
  commands: Map<string, APIApplicationCommand[]>;
  /** When commands were created, by scope; Discord counts those of the last day. */
  commandCreates: Map<string, number[]>;
  /** Who may use commands: by guild, then by the command's id, or the application's for all commands. */
  commandPermissions: Map<string, Map<string, APIApplicationCommandPermission[]>>;
  /** Incoming webhooks by id. */
  webhooks: Map<string, Webhook>;
  interactions: Map<string, Interaction>;
  /** The same, by token. */
  tokens: Map<string, Interaction>;
  /** How many messages a channel keeps; the oldest are forgotten first. */
  keepMessages: number;
}

export interface Application {
  id: string;
  name: string;
  owner: APIUser;
  /** Of its OAuth2 client, whose id is the application's. */
  secret: string;
  /** Where users may be sent back to after they consented. */
  redirectUris: string[];
}

export interface Guild {
  id: string;
  shardKey: number;
  name: string;
  ownerId: string;
  locale: string;
  joinedAt: string;
  /** Empty: none. */
  systemChannelId: string;
  /** Other settings that are not at their defaults, under Discord's names. */
  settings: Record<string, unknown>;
  /** Discord has an outage: nothing can be seen or done here until it is over. */
  unavailable: boolean;
  roles: Map<string, APIRole>;
  /** Without threads. */
  channels: Map<string, Channel>;
  threads: Map<string, Channel>;
  members: LazyMap<Member>;
  /** `online` and the like, of those whose presence is known; the others are offline. */
  presences: Map<string, string>;
  bans: Map<string, { user: APIUser; reason: string | null }>;
  emojis: Map<string, APIEmoji>;
  /** Oldest first. */
  auditLog: AuditEntry[];
  autoModRules: Map<string, APIAutoModerationRule>;
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
  /** Seconds; 0: it never expires. */
  maxAge: number;
  /** 0: any number. */
  maxUses: number;
  uses: number;
}

export interface Thread {
  ownerId: string;
  archived: boolean;
  locked: boolean;
  /** Minutes without a message after which Discord archives it; the sandbox only remembers them. */
  autoArchive: number;
  createdAt: string;
  /** When `archived` last changed, ISO. */
  archivedAt: string;
  /** When its members joined it, ISO, by user. */
  members: Map<string, string>;
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
  thread: Thread | null;
  overwrites: APIOverwrite[];
  recipients: APIUser[];
  lastMessageId: string | null;
  messages: Map<string, Message>;
  /** When each member posted last, milliseconds; kept while there is a slowmode. */
  postedAt: Map<string, number>;
  /** The bot's messages of the past few minutes by nonce, oldest first. */
  nonces: Map<string, Message>;
}

/** An incoming webhook. */
export interface Webhook {
  id: string;
  channelId: string;
  token: string;
  name: string;
  avatar: string | null;
  /** A user's id. */
  createdBy: string;
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
  /** ISO; where set, the message is pinned. */
  pinnedAt?: string;
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
  /** Only of commands. */
  command: RunCommand | null;
  /** Of autocomplete: the type of the option that is typed into. */
  focused: ApplicationCommandOptionType | null;
  /** The message a component sits on. */
  source: Message | null;
  /** Of a submitted modal: what it was the answer to. */
  opener: Interaction | null;
  answer: { is: 'none' } | { is: 'given'; type: number; body: unknown; at: number };
  original: Message | null;
  followUps: Message[];
  modal: APIModalInteractionResponseCallbackData | null;
}

export interface RunCommand {
  type: ApplicationCommandType;
  /** With subcommands: `bytes send`. */
  fullName: string;
  /** The id of the user or message that a context menu entry was picked on. */
  target: string | null;
}
