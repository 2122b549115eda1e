import { ApplicationCommandType, MessageFlags, MessageType } from 'discord-api-types/v10';
import type { Draft } from '../changes/draft.ts';
import { numbered } from '../shapes/components.ts';
import { channelIn, userIn } from '../world/lookups.ts';
import type { Interaction, Message, World } from '../world/types.ts';
import { type AnswerContent, onlyUsers, richEmbeds } from './content.ts';
import { metadataOf } from './metadata.ts';

/** The first answer to an interaction. */
export function answerDraft(world: World, interaction: Interaction, content: AnswerContent): Draft {
  const { command } = commandBehind(interaction);
  const type = command?.type === ApplicationCommandType.ChatInput ? MessageType.ChatInputCommand : menuEntry;
  return {
    ...draftOf(world, interaction, content),
    ...(command ? { type } : {}),
    repliesTo: interaction.source ?? targetOf(world, interaction),
    extra: {
      application_id: world.application.id,
      interaction_metadata: metadataOf(world, interaction, null),
      ...legacyOf(world, interaction),
      ...pollOf(content),
    },
  };
}

/** A message that follows, as a reply to the first answer. */
export function followUpDraft(world: World, interaction: Interaction, content: AnswerContent): Draft {
  const { original } = interaction;
  return {
    ...draftOf(world, interaction, content),
    repliesTo: original ?? undefined,
    extra: {
      application_id: world.application.id,
      interaction_metadata: metadataOf(world, interaction, original),
      ...pollOf(content),
    },
  };
}

const menuEntry = MessageType.ContextMenuCommand;

/** Ephemeral ones are for the interaction's user alone. */
function draftOf(world: World, { channelId, userId }: Interaction, content: AnswerContent): Draft {
  const flags = content.flags ?? 0;
  return {
    channel: channelIn(world, channelId),
    author: world.bot,
    content: content.content,
    embeds: richEmbeds(content.embeds),
    components: numbered(content.components),
    attachments: content.attachments,
    tts: content.tts ?? false,
    allowedMentions: content.allowed_mentions ?? onlyUsers,
    flags,
    webhookId: world.application.id,
    ephemeralFor: flags & MessageFlags.Ephemeral ? userId : undefined,
  };
}

function pollOf({ poll }: AnswerContent): Draft['extra'] {
  return poll ? { poll } : {};
}

/** A modal belongs to whatever opened it. */
function commandBehind(interaction: Interaction): Interaction {
  return interaction.opener ?? interaction;
}

/** The message that a context menu entry was picked on. */
function targetOf({ channels }: World, { command, channelId }: Interaction): Message | undefined {
  if (command?.type !== ApplicationCommandType.Message) return undefined;
  return channels.get(channelId)?.messages.get(command.target ?? '');
}

/** Deprecated, but still there: only of answers to commands. */
function legacyOf(world: World, { id, type, command, userId }: Interaction): Draft['extra'] {
  if (!command) return {};
  return { interaction: { id, type, name: command.fullName, user: userIn(world, userId) } };
}
