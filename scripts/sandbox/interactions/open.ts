import { randomBytes } from 'node:crypto';
import { type InteractionType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { channelPermissions } from '../permissions.ts';
import { channelJson } from '../shapes/channel.ts';
import { messageJson } from '../shapes/message.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { Cannot } from '../world/cannot.ts';
import { botMember } from '../world/lookups.ts';
import type { Channel, Guild, Interaction, Member, Message, World } from '../world/types.ts';

const forgottenAfter = 20 * 60_000; // a little longer than tokens live
const attachmentLimit = 10_485_760; // bytes, of a guild without boosts

export interface Opening {
  type: InteractionType;
  guild: Guild;
  channel: Channel;
  member: Member;
  name: string;
  data: Record<string, unknown>;
  source?: Message | null;
  locale?: string;
}

/** Makes the interaction and sends INTERACTION_CREATE. The member must be able to use commands in the channel. */
export function openInteraction(live: Live, opening: Opening): Interaction {
  const { world } = live;
  const { guild, channel, member } = opening;
  const bits = channelPermissions(guild, channel, member, world.now());
  if (!(bits & P.ViewChannel)) throw new Cannot(`${member.user.username} cannot see #${channel.name}`);
  if (!(bits & P.UseApplicationCommands) && !opening.source)
    throw new Cannot(`${member.user.username} may not use commands in #${channel.name}`);
  forgetOld(world);
  const interaction: Interaction = {
    id: world.snowflakes.next(),
    token: randomBytes(96).toString('base64url'),
    type: opening.type,
    createdAt: world.now(),
    guildId: guild.id,
    channelId: channel.id,
    userId: member.user.id,
    name: opening.name,
    source: opening.source ?? null,
    answer: { is: 'none' },
    original: null,
    followUps: [],
    modal: null,
  };
  world.interactions.set(interaction.id, interaction);
  world.tokens.set(interaction.token, interaction);
  live.publish({ type: 'INTERACTION_CREATE', guild, data: payload(world, opening, interaction, bits) });
  return interaction;
}

function payload(
  world: World,
  opening: Opening,
  interaction: Interaction,
  bits: bigint,
): Record<string, unknown> {
  const { guild, channel, member, data, source, locale } = opening;
  const ours = channelPermissions(guild, channel, botMember(world, guild), world.now());
  return {
    id: interaction.id,
    application_id: world.application.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    channel_id: channel.id,
    channel: { ...channelJson(channel), permissions: bits.toString() },
    member: { ...memberWithUserJson(member), permissions: bits.toString() },
    locale: locale ?? 'en-US',
    app_permissions: ours.toString(),
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: { '0': guild.id },
    context: 0,
    attachment_size_limit: attachmentLimit,
    data,
    ...(source ? { message: messageJson(source, world.bot.id) } : {}),
  };
}

function forgetOld(world: World): void {
  for (const [id, old] of world.interactions) {
    if (world.now() - old.createdAt < forgottenAfter) return;
    world.interactions.delete(id);
    world.tokens.delete(old.token);
  }
}
