import type { APIOverwrite, ChannelType } from 'discord-api-types/v10';

/** What a world begins with. Ids left out follow from the names, the same on every start. */
export interface WorldSeed {
  application?: { id?: string; name?: string };
  guilds: GuildSeed[];
}

export interface GuildSeed {
  id?: string;
  name: string;
  /** Name of the owning member; the first member where left out. */
  owner?: string;
  locale?: string;
  /** From lowest to highest; the bot's own role comes above them, except above those marked `aboveBot`. */
  roles?: RoleSeed[];
  channels?: ChannelSeed[];
  members?: MemberSeed[];
  emojis?: { id?: string; name: string; animated?: boolean }[];
  /** Permissions of the bot's own role. */
  botPermissions?: bigint;
}

export interface RoleSeed {
  id?: string;
  name: string;
  permissions?: bigint;
  color?: number;
  aboveBot?: boolean;
}

export interface ChannelSeed {
  id?: string;
  name: string;
  type?: ChannelType;
  /** Name of the category the channel is in. */
  parent?: string;
  topic?: string;
  overwrites?: APIOverwrite[];
}

export interface MemberSeed {
  id?: string;
  name: string;
  displayName?: string;
  nick?: string;
  bot?: boolean;
  /** Names of the guild's roles. */
  roles?: string[];
  joinedAt?: string;
  closedToMessages?: boolean;
}
