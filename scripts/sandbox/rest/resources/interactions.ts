import {
  InteractionResponseType as Answer,
  type APIInteractionResponse,
  type APIInteractionResponseCallbackData,
  MessageFlags,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { fitsInteraction, giveAnswer, isThere } from '../../interactions/answers.ts';
import type { AnswerContent } from '../../interactions/content.ts';
import { messageJson } from '../../shapes/message.ts';
import type { Interaction, World } from '../../world/types.ts';
import { invalidForm, isReply, noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import type { Upload } from '../sent.ts';
import { body } from '../validate/body.ts';
import { callbackProblems, suggestionProblems } from '../validate/callback-rules.ts';
import type { DiscordSchemas } from '../validate/spec.ts';
import { answerContent, editedContent } from './answer-content.ts';

const shapes = [
  'ApplicationCommandAutocompleteCallbackRequest',
  'CreateMessageInteractionCallbackRequest',
  'ModalInteractionCallbackRequest',
  'UpdateMessageInteractionCallbackRequest',
];

export function interactionRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      open: true,
      body: body<APIInteractionResponse>(z.union(shapes.map(schema)), { rules: callbackProblems }),
      handle({ found: { interaction }, body, query, files }, live) {
        if (interaction.answer.is === 'given') return refuse('alreadyAcknowledged');
        if (!fitsInteraction(interaction, body.type)) return wrongType;
        const misfits = suggestionProblems(interaction, body);
        if (misfits.length > 0) return invalidForm(misfits);
        const content = contentOf(live.world, interaction, body, files);
        if (isReply(content)) return content;
        giveAnswer(live, interaction, body, content);
        return query.get('with_response') === 'true'
          ? withResponse(live.world, interaction, body)
          : noContent;
      },
    }),
  ];
}

const wrongType = invalidForm([
  { path: ['type'], code: 'BASE_TYPE_CHOICES', message: 'This type of answer does not fit the interaction.' },
]);

function contentOf(
  world: World,
  interaction: Interaction,
  body: APIInteractionResponse,
  files: readonly Upload[],
): AnswerContent | Reply {
  if (body.type === Answer.ChannelMessageWithSource)
    return answerContent(world, interaction, body.data ?? {}, files);
  if (body.type === Answer.DeferredChannelMessageWithSource) return { flags: body.data?.flags };
  if (body.type === Answer.UpdateMessage) return updateOf(world, interaction, body.data ?? {}, files);
  return {};
}

/** The message must still be there. */
function updateOf(
  world: World,
  { source }: Interaction,
  data: APIInteractionResponseCallbackData,
  files: readonly Upload[],
): AnswerContent | Reply {
  if (!source || !isThere(world, source)) return refuse('unknownMessage');
  return editedContent(world, source, data, files);
}

/** Discord's documentation, "Interaction Callback Response Object": a message only where the answer is one. */
function withResponse(world: World, interaction: Interaction, { type }: APIInteractionResponse): Reply {
  const { original, id, guildId, channelId } = interaction;
  const flags = original?.flags ?? 0;
  const hasMessage = type === Answer.ChannelMessageWithSource || type === Answer.UpdateMessage;
  return ok({
    interaction: {
      id,
      type: interaction.type,
      channel_id: channelId,
      ...(guildId ? { guild_id: guildId } : {}),
      ...(original
        ? {
            response_message_id: original.id,
            response_message_loading: (flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
          }
        : {}),
    },
    ...(original && hasMessage ? { resource: { type, message: messageJson(original, world.bot.id) } } : {}),
  });
}
