import {
  InteractionResponseType as Answer,
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { type Edit, editMessage, postMessage } from '../changes/messages.ts';
import type { Live } from '../live.ts';
import { channelIn } from '../world/lookups.ts';
import type { Interaction, Message } from '../world/types.ts';
import { type Content, draftOf, editOf } from './content.ts';

const { ApplicationCommand, MessageComponent, ApplicationCommandAutocomplete, ModalSubmit } = InteractionType;

/** Which kinds of interaction each answer is for. */
const answersTo: Partial<Record<Answer, InteractionType[]>> = {
  [Answer.ChannelMessageWithSource]: [ApplicationCommand, MessageComponent, ModalSubmit],
  [Answer.DeferredChannelMessageWithSource]: [ApplicationCommand, MessageComponent, ModalSubmit],
  [Answer.DeferredMessageUpdate]: [MessageComponent, ModalSubmit],
  [Answer.UpdateMessage]: [MessageComponent, ModalSubmit],
  [Answer.ApplicationCommandAutocompleteResult]: [ApplicationCommandAutocomplete],
  [Answer.Modal]: [ApplicationCommand, MessageComponent],
};

/** An update needs a message to update: a modal has one only when a component opened it. */
export function fitsInteraction(interaction: Interaction, type: Answer): boolean {
  const updates = type === Answer.DeferredMessageUpdate || type === Answer.UpdateMessage;
  if (updates && !interaction.source) return false;
  return answersTo[type]?.includes(interaction.type) ?? false;
}

/** Carries out a callback that is in time, the first, and fits. */
export function giveAnswer(live: Live, interaction: Interaction, body: APIInteractionResponse): void {
  interaction.answer = { is: 'given', type: body.type, body, at: live.world.now() };
  if (body.type === Answer.ChannelMessageWithSource)
    interaction.original = respond(live, interaction, body.data);
  if (body.type === Answer.DeferredChannelMessageWithSource)
    interaction.original = defer(live, interaction, body.data?.flags);
  if (body.type === Answer.DeferredMessageUpdate) interaction.original = interaction.source;
  if (body.type === Answer.UpdateMessage) interaction.original = update(live, interaction, body.data ?? {});
  if (body.type === Answer.Modal)
    interaction.modal = body.data satisfies APIModalInteractionResponseCallbackData;
}

/** Fills in what was deferred, or edits what was said. */
export function editOriginal(
  live: Live,
  interaction: Interaction,
  original: Message,
  content: Content,
): Message {
  const channel = channelIn(live.world, interaction.channelId);
  const loading = (original.flags ?? 0) & MessageFlags.Loading;
  const edit: Edit = { ...editOf(content), flags: (original.flags ?? 0) & ~MessageFlags.Loading };
  return editMessage(live, channel, original, edit, loading !== 0);
}

/** The first follow-up to a deferral is its answer; any other is a message of its own. */
export function followUp(live: Live, interaction: Interaction, content: Content): Message {
  const { original } = interaction;
  if (original && (original.flags ?? 0) & MessageFlags.Loading)
    return editOriginal(live, interaction, original, content);
  const message = respond(live, interaction, content);
  interaction.followUps.push(message);
  return message;
}

function respond(live: Live, interaction: Interaction, content: Content): Message {
  return postMessage(live, draftOf(live.world, interaction, content));
}

function defer(live: Live, interaction: Interaction, flags: number = 0): Message {
  return respond(live, interaction, { flags: flags | MessageFlags.Loading });
}

function update(live: Live, interaction: Interaction, content: Content): Message | null {
  const { source } = interaction;
  if (!source) return null;
  const channel = channelIn(live.world, interaction.channelId);
  return editMessage(live, channel, source, editOf(content));
}
