import { InteractionContextType as Context, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { largestFile } from '../limits.ts';
import { channelPermissions } from '../permissions.ts';
import { channelJson } from '../shapes/channel.ts';
import { messageJson } from '../shapes/message.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { botMember } from '../world/lookups.ts';
import type { Interaction, World } from '../world/types.ts';
import type { Opening } from './open.ts';
import type { GuildPlace, Place } from './place.ts';

// Discord's documentation, "Interaction Structure"
const oursInDirect = P.AttachFiles | P.EmbedLinks | P.MentionEveryone | P.UseExternalEmojis;

/** What INTERACTION_CREATE carries (Discord's documentation, "Interaction Object"). */
export function payloadOf(world: World, opening: Opening, interaction: Interaction): Record<string, unknown> {
  const { data, source, locale } = opening;
  return {
    id: interaction.id,
    application_id: world.application.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    ...whereJson(world, opening.place),
    channel_id: interaction.channelId,
    locale: locale ?? 'en-US',
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: ownersOf(interaction),
    attachment_size_limit: largestFile,
    data,
    ...(source ? { message: messageJson(source, world.bot.id) } : {}),
  };
}

/** By installation context: the app is installed to guilds alone. */
export function ownersOf({ guildId }: Pick<Interaction, 'guildId'>): Record<string, string> {
  return { 0: guildId ?? '0' };
}

function whereJson(world: World, place: Place): Record<string, unknown> {
  if (place.is === 'guild') return inGuild(world, place);
  return {
    channel: channelJson(place.channel),
    user: place.user,
    app_permissions: oursInDirect.toString(),
    context: Context.BotDM,
  };
}

function inGuild(world: World, { guild, channel, member }: GuildPlace): Record<string, unknown> {
  const theirs = channelPermissions(guild, channel, member, world.now()).toString();
  const ours = channelPermissions(guild, channel, botMember(world, guild), world.now()).toString();
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    channel: { ...channelJson(channel), permissions: theirs },
    member: { ...memberWithUserJson(member), permissions: theirs },
    app_permissions: ours,
    context: Context.Guild,
  };
}
