import {
  type APIAllowedMentions,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import type { Draft } from '../changes/draft.ts';
import type { Edit } from '../changes/messages.ts';
import { numbered } from '../shapes/components.ts';
import { channelIn, userIn } from '../world/lookups.ts';
import type { Interaction, World } from '../world/types.ts';

/** What a message body of the bot can carry, in all of its requests. */
export interface Content {
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: APIMessageTopLevelComponent[] | null;
  allowed_mentions?: APIAllowedMentions | null;
  flags?: number | null;
}

export function isEmpty({
  content,
  embeds,
  components,
  ...rest
}: Content & { sticker_ids?: unknown; poll?: unknown }) {
  const more = 'sticker_ids' in rest || 'poll' in rest;
  return !content?.trim() && !embeds?.length && !components?.length && !more;
}

/** An answer to an interaction: ephemeral ones are for its user alone. */
export function draftOf(world: World, interaction: Interaction, content: Content): Draft {
  const flags = content.flags ?? 0;
  return {
    channel: channelIn(world, interaction.channelId),
    author: world.bot,
    content: content.content,
    embeds: richEmbeds(content.embeds),
    components: numbered(content.components),
    allowedMentions: content.allowed_mentions,
    flags,
    type: typeOf(interaction),
    webhookId: world.application.id,
    ephemeralFor: flags & MessageFlags.Ephemeral ? interaction.userId : undefined,
    extra: { application_id: world.application.id, ...startedBy(world, interaction) },
  };
}

/** Only answers to commands say who ran them. */
function startedBy(world: World, { id, type, userId, guildId }: Interaction): Draft['extra'] {
  if (type !== InteractionType.ApplicationCommand) return {};
  const authorizing_integration_owners = { 0: guildId ?? '0' };
  return { interaction_metadata: { id, type, user: userIn(world, userId), authorizing_integration_owners } };
}

/** Only the fields that were sent. */
export function editOf({ content, embeds, components, allowed_mentions: allowedMentions }: Content): Edit {
  return {
    allowedMentions,
    ...(content === undefined ? {} : { content: content ?? '' }),
    ...(embeds === undefined ? {} : { embeds: richEmbeds(embeds) }),
    ...(components === undefined ? {} : { components: numbered(components) }),
  };
}

export function richEmbeds(embeds: APIEmbed[] | null | undefined): APIEmbed[] {
  return (embeds ?? []).map((embed) => Object.assign({}, embed, { type: 'rich' }));
}

function typeOf(interaction: Interaction): MessageType {
  if (interaction.type === InteractionType.ApplicationCommand) return MessageType.ChatInputCommand;
  return interaction.source ? MessageType.Reply : MessageType.Default;
}
