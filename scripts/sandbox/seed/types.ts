import type { APIOverwrite, ChannelType } from 'discord-api-types/v10';

/** What a world begins with. Ids left out follow from the names, the same on every start. */
export interface WorldSeed {
  application?: { id?: string; name?: string; redirectUris?: string[] };
  guilds: GuildSeed[];
  /** Invites to guilds that the bot is not in. */
  invites?: InviteSeed[];
  /** Generated guilds on top of the others. */
  crowd?: Crowd;
}

/** Made on demand, so that 100,000 guilds cost nothing until somebody looks at them. */
export interface Crowd {
  guilds: number;
  /** Of each guild, the bot not counted; up to 4 million. */
  members: number;
}

export interface InviteSeed {
  code: string;
  /** Name of a guild that the bot is not in. */
  guild: string;
  members?: number;
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
  /** That many more, made on demand; up to 4 million. */
  generatedMembers?: number;
  emojis?: { id?: string; name: string; animated?: boolean }[];
  /** The bot is not in it, and can be added. */
  withoutBot?: boolean;
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
