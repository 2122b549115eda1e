import { type APIInteractionResponse, InteractionResponseType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { fitsInteraction, giveAnswer } from '../../interactions/answers.ts';
import { type Content, isEmpty } from '../../interactions/content.ts';
import { messageJson } from '../../shapes/message.ts';
import type { Interaction, World } from '../../world/types.ts';
import { type FormProblem, invalidForm, noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { type MessageBody, messageProblems } from '../validate/message-limits.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

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
      handle({ found: { interaction }, body, query }, live) {
        if (interaction.answer.is === 'given') return refuse('alreadyAcknowledged');
        if (!fitsInteraction(interaction, body.type)) return wrongType;
        if (body.type === InteractionResponseType.ChannelMessageWithSource && isEmpty(body.data))
          return refuse('emptyMessage');
        giveAnswer(live, interaction, body);
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

function callbackProblems(body: APIInteractionResponse): FormProblem[] {
  const carriesMessage =
    body.type === InteractionResponseType.ChannelMessageWithSource ||
    body.type === InteractionResponseType.UpdateMessage;
  if (!carriesMessage) return [];
  const content: Content = body.data ?? {};
  return messageProblems(content as MessageBody).map((problem) => ({
    ...problem,
    path: ['data', ...problem.path],
  })); // checked by its schema
}

function withResponse(world: World, interaction: Interaction, body: APIInteractionResponse): Reply {
  const { original } = interaction;
  const flags = original?.flags ?? 0;
  return ok({
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(original
        ? {
            response_message_id: original.id,
            response_message_loading: (flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
          }
        : {}),
    },
    ...(original ? { resource: { type: body.type, message: messageJson(original, world.bot.id) } } : {}),
  });
}
