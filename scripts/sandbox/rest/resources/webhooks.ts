import type {
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
  RESTPostAPIWebhookWithTokenJSONBody,
} from 'discord-api-types/v10';
import { deleteMessage } from '../../changes/messages.ts';
import { editOriginal, followUp } from '../../interactions/answers.ts';
import { type Content, isEmpty } from '../../interactions/content.ts';
import { messageJson } from '../../shapes/message.ts';
import { channelIn } from '../../world/lookups.ts';
import type { Interaction, Message, World } from '../../world/types.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { type MessageBody, messageProblems } from '../validate/message-limits.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

const limits = (body: unknown) => messageProblems(body as MessageBody); // a subset of what the schema has just checked

/** The application's own webhook, whose token is an interaction's. */
export function webhookRoutes(schema: DiscordSchemas): Route[] {
  const edit = body<RESTPatchAPIWebhookWithTokenMessageJSONBody>(
    schema('IncomingWebhookUpdateRequestPartial'),
    {
      rules: limits,
    },
  );
  return [
    route({
      method: 'POST',
      path: '/webhooks/:application/:answered',
      open: true,
      body: body<RESTPostAPIWebhookWithTokenJSONBody>(schema('IncomingWebhookRequestPartial'), {
        rules: limits,
      }),
      handle({ found: { answered }, body }, live) {
        if (isEmpty(body)) return refuse('emptyMessage');
        return ok(messageJson(followUp(live, answered, contentOf(body)), live.world.bot.id));
      },
    }),
    route({
      method: 'GET',
      path: '/webhooks/:application/:answered/messages/:which',
      open: true,
      handle({ found: { answered }, part }, { world }) {
        const message = messageOf(world, answered, part('which'));
        return message ? ok(messageJson(message, world.bot.id)) : refuse('unknownMessage');
      },
    }),
    route({
      method: 'PATCH',
      path: '/webhooks/:application/:answered/messages/:which',
      open: true,
      body: edit,
      handle({ found: { answered }, part, body }, live) {
        const message = messageOf(live.world, answered, part('which'));
        if (!message) return refuse('unknownMessage');
        if (isEmpty({ ...message, ...body })) return refuse('emptyMessage');
        return ok(messageJson(editOriginal(live, answered, message, contentOf(body)), live.world.bot.id));
      },
    }),
    route({
      method: 'DELETE',
      path: '/webhooks/:application/:answered/messages/:which',
      open: true,
      handle({ found: { answered }, part }, live) {
        const message = messageOf(live.world, answered, part('which'));
        if (!message) return refuse('unknownMessage');
        forget(answered, message);
        deleteMessage(live, channelIn(live.world, answered.channelId), message);
        return noContent;
      },
    }),
  ];
}

function contentOf({ content, embeds, components, allowed_mentions, ...rest }: Content): Content {
  return { content, embeds, components, allowed_mentions, flags: rest.flags };
}

/** `@original`, or one of the follow-ups by id; gone when it was deleted in the channel. */
function messageOf(world: World, interaction: Interaction, which: string): Message | null {
  const all = [interaction.original, ...interaction.followUps];
  const message =
    which === '@original' ? interaction.original : all.find((candidate) => candidate?.id === which);
  if (!message) return null;
  const isThere = message.ephemeralFor || world.channels.get(message.channel_id)?.messages.has(message.id);
  return isThere ? message : null;
}

function forget(interaction: Interaction, message: Message): void {
  if (interaction.original === message) interaction.original = null;
  interaction.followUps = interaction.followUps.filter((other) => other !== message);
}
