import {
  InteractionResponseType as Answer,
  type APIInteractionResponse,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { type Edit, editMessage, postMessage } from '../changes/messages.ts';
import type { Live } from '../live.ts';
import { numbered } from '../shapes/components.ts';
import { channelIn } from '../world/lookups.ts';
import type { Interaction, Message, World } from '../world/types.ts';
import { answerDraft, followUpDraft } from './answer-draft.ts';
import { type AnswerContent, editOf, onlyUsers } from './content.ts';
import { flagsAfter, flagsOf } from './flags.ts';

const { ApplicationCommand, MessageComponent, ApplicationCommandAutocomplete, ModalSubmit } = InteractionType;

/** Which kinds of interaction each answer is for; any other answer is for applications of other kinds. */
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

/** Carries out a callback that is in time, the first, and fits. `content`: what its message carries, if it has one. */
export function giveAnswer(
  live: Live,
  interaction: Interaction,
  body: APIInteractionResponse,
  content: AnswerContent = {},
): void {
  interaction.answer = { is: 'given', type: body.type, body, at: live.world.now() };
  if (interaction.opener) interaction.opener.modal = null; // whatever is answered, the user's form closes
  if (body.type === Answer.Modal)
    interaction.modal = { ...body.data, components: numbered(body.data.components) };
  interaction.original = consequences[body.type]?.(live, interaction, content) ?? null;
  answered(live, interaction, { type: body.type });
}

type Consequence = (live: Live, interaction: Interaction, content: AnswerContent) => Message | null;

const consequences: Partial<Record<Answer, Consequence>> = {
  [Answer.ChannelMessageWithSource]: (live, interaction, content) =>
    postMessage(live, answerDraft(live.world, interaction, { ...content, flags: flagsOf(content.flags) })),
  [Answer.DeferredChannelMessageWithSource](live, interaction, { flags }) {
    const ephemeral = (flags ?? 0) & MessageFlags.Ephemeral;
    return postMessage(
      live,
      answerDraft(live.world, interaction, { flags: ephemeral | MessageFlags.Loading }),
    );
  },
  [Answer.DeferredMessageUpdate]: (_, { source }) => source,
  [Answer.UpdateMessage]: (live, interaction, content) =>
    interaction.source && change(live, interaction, interaction.source, content, false),
};

/** Fills in what was deferred, or edits what was said. */
export function editAnswer(
  live: Live,
  interaction: Interaction,
  message: Message,
  content: AnswerContent,
): Message {
  const isLoading = ((message.flags ?? 0) & MessageFlags.Loading) !== 0;
  const edited = change(live, interaction, message, content, isLoading);
  if (isLoading) answered(live, interaction, { filled: true });
  return edited;
}

/** The first follow-up to a deferral is its answer; any other is a message of its own. */
export function followUp(live: Live, interaction: Interaction, content: AnswerContent): Message {
  const { original } = interaction;
  if (original && (original.flags ?? 0) & MessageFlags.Loading)
    return editAnswer(live, interaction, original, content);
  const flags = flagsOf(content.flags);
  const message = postMessage(live, followUpDraft(live.world, interaction, { ...content, flags }));
  interaction.followUps.push(message);
  return message;
}

/** Whether it has not been deleted. */
export function isThere({ channels, ephemerals }: World, { id, channel_id }: Message): boolean {
  return ephemerals.has(id) || !!channels.get(channel_id)?.messages.has(id);
}

function change(
  live: Live,
  { channelId }: Interaction,
  message: Message,
  content: AnswerContent,
  silent: boolean,
): Message {
  const edit: Edit = {
    ...editOf(content),
    ...(content.attachments ? { attachments: content.attachments } : {}),
    allowedMentions: content.allowed_mentions ?? onlyUsers,
    flags: flagsAfter(message.flags ?? 0, content.flags),
  };
  return editMessage(live, channelIn(live.world, channelId), message, edit, silent);
}

function answered({ world, happened }: Live, interaction: Interaction, more: Record<string, unknown>): void {
  const { id, guildId, channelId } = interaction;
  happened({
    is: 'answer',
    by: world.bot.id,
    guild: guildId,
    target: id,
    more: { channel: channelId, ...more },
  });
}
