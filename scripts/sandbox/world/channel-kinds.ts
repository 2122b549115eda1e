import { ChannelType } from 'discord-api-types/v10';
import type { Channel } from './types.ts';

/** People write there, and open threads on what was written. */
export const isTextual = ({ type }: Channel) =>
  type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;

/** There are posts there, each a thread, and no messages beside them. */
export const isForum = ({ type }: Channel) =>
  type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
