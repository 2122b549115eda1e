import { PermissionFlagsBits as P } from 'discord-api-types/v10';

export const forEveryone =
  P.ViewChannel |
  P.SendMessages |
  P.ReadMessageHistory |
  P.AddReactions |
  P.EmbedLinks |
  P.AttachFiles |
  P.UseApplicationCommands |
  P.ChangeNickname |
  P.CreateInstantInvite |
  P.CreatePublicThreads |
  P.CreatePrivateThreads |
  P.SendMessagesInThreads;

/** What a community bot is usually invited with; not administrator, so that permissions matter. */
export const usualBotPermissions =
  forEveryone |
  P.ManageMessages |
  P.ManageRoles |
  P.ManageChannels |
  P.ManageGuild |
  P.ManageNicknames |
  P.KickMembers |
  P.BanMembers |
  P.ModerateMembers |
  P.ViewAuditLog |
  P.ManageThreads |
  P.UseExternalEmojis;
