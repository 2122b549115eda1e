import {
  type APIMessageInteractionMetadata,
  type APIUser,
  ApplicationCommandType,
  InteractionType,
  type APIApplicationCommandInteractionMetadata as OfCommand,
  type APIMessageComponentInteractionMetadata as OfComponent,
} from 'discord-api-types/v10';
import { userIn } from '../world/lookups.ts';
import type { Interaction, Message, World } from '../world/types.ts';
import { ownersOf } from './payload.ts';

/** What a message says of the interaction that it answers (Discord's documentation, "Message Interaction Metadata"). */
export function metadataOf(
  world: World,
  interaction: Interaction,
  original: Message | null,
): APIMessageInteractionMetadata {
  const follows = original ? { original_response_message_id: original.id } : {};
  const { opener } = interaction;
  if (interaction.type !== InteractionType.ModalSubmit || !opener)
    return { ...follows, ...triggerOf(world, interaction) };
  return {
    ...follows,
    ...baseOf(world, interaction),
    type: InteractionType.ModalSubmit,
    triggering_interaction_metadata: triggerOf(world, opener),
  };
}

function triggerOf(world: World, interaction: Interaction): OfCommand | OfComponent {
  const base = baseOf(world, interaction);
  if (interaction.type !== InteractionType.MessageComponent)
    return { ...base, type: InteractionType.ApplicationCommand, ...targetOf(world, interaction) };
  const interacted_message_id = interaction.source?.id ?? '';
  return { ...base, type: InteractionType.MessageComponent, interacted_message_id };
}

function targetOf(
  world: World,
  { command }: Interaction,
): { target_user?: APIUser; target_message_id?: string } {
  const target = command?.target;
  if (!target) return {};
  return command.type === ApplicationCommandType.User
    ? { target_user: userIn(world, target) }
    : { target_message_id: target };
}

function baseOf(world: World, interaction: Interaction) {
  const user = userIn(world, interaction.userId);
  return { id: interaction.id, user, authorizing_integration_owners: ownersOf(interaction) };
}
