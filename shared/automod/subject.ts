import type { Snowflake } from '../core/snowflake.ts';

/** A member of whom, or of whose message, rules judge. */
interface Someone {
  guild: Snowflake;
  user: Snowflake;
  roles: readonly Snowflake[];
  /** Has Manage Messages here, the guild's moderator role, or owns the guild. */
  moderator: boolean;
  /** When, in milliseconds since 1970, in Discord's time. */
  at: number;
}

/** A human's message, new or edited. Made by `readMessage` (content.ts). */
export interface MessageSubject extends Someone {
  is: 'message';
  /** The message. */
  id: Snowflake;
  channel: Snowflake;
  /** Of a thread: the channel it belongs to. */
  parent: Snowflake | null;
  edited: boolean;
  content: Content;
  /** Mentions of users and roles; `@everyone` and `@here` count as one. */
  mentions: number;
  attachments: number;
}

/** A text in the forms in which rules look at it. Each is made at first use and kept. */
export interface Content {
  /** As it was written. */
  readonly raw: string;
  /** NFKC, without zero-width signs: what patterns see besides `raw`. */
  readonly plain: string;
  /** The two with their case folded: where literals of patterns are looked for before an engine runs (pattern.ts). */
  readonly lower: string;
  readonly plainLower: string;
  /** Folded for words: as the fingerprint, but with repeated letters kept. */
  readonly folded: string;
  /** 16 hexadecimal digits; null for an empty text without attachments (fingerprint.ts). */
  readonly fingerprint: string | null;
  /** Characters of the text that the fingerprint is made of. */
  readonly length: number;
  /** Hosts and addresses, of masked links too. */
  readonly links: readonly { url: string; host: string }[];
  /** Codes of invites, as written. */
  readonly invites: readonly string[];
}

/** A member who came, or whose names changed. */
export interface MemberSubject extends Someone {
  is: 'join' | 'rename';
  username: string;
  globalName: string | null;
  nick: string | null;
  /** When the account was made, in milliseconds since 1970. */
  accountMadeAt: number;
  /** Has an avatar of its own. */
  avatar: boolean;
}

export type Subject = MessageSubject | MemberSubject;
