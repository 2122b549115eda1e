import type {
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
  RESTPostAPIWebhookWithTokenJSONBody,
} from 'discord-api-types/v10';
import { deleteMessage } from '../../changes/messages.ts';
import { messageJson } from '../../shapes/message.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { editProblems, type MessageBody, messageProblems } from '../validate/message-limits.ts';
import type { DiscordSchemas } from '../validate/spec.ts';
import { changeAnswer, deleteAnswer, getAnswer, sendFollowUp } from './follow-ups.ts';
import { amend, saidBefore, say } from './webhook-posts.ts';

type Sent = RESTPostAPIWebhookWithTokenJSONBody;
type Changed = RESTPatchAPIWebhookWithTokenMessageJSONBody;

/** What is said with a webhook's token: an interaction's, or an incoming webhook's. */
export function webhookRoutes(schema: DiscordSchemas): Route[] {
  const created = body<Sent>(schema('IncomingWebhookRequestPartial'), {
    optional: true,
    rules: (sent) => messageProblems(sent as MessageBody), // of its schema
  });
  const changed = body<Changed>(schema('IncomingWebhookUpdateRequestPartial'), {
    optional: true,
    rules: (sent) => editProblems(sent as MessageBody), // of its schema
  });
  return [
    route({
      method: 'POST',
      path: '/webhooks/:webhook/:answered',
      open: true,
      body: created,
      handle({ found: { answered }, body, files, query }, live) {
        if (answered.is === 'incoming') return say(live, answered, body, files, query);
        return sendFollowUp(live, answered.interaction, body, files);
      },
    }),
    route({
      method: 'GET',
      path: '/webhooks/:webhook/:answered/messages/:which',
      open: true,
      handle({ found: { answered }, part, query }, { world }) {
        if (answered.is === 'interaction') return getAnswer(world, answered.interaction, part('which'));
        const said = saidBefore(world, answered, part('which'), query);
        return said ? ok(messageJson(said.message, world.bot.id)) : refuse('unknownMessage');
      },
    }),
    route({
      method: 'PATCH',
      path: '/webhooks/:webhook/:answered/messages/:which',
      open: true,
      body: changed,
      handle({ found: { answered }, part, body, files, query }, live) {
        if (answered.is === 'interaction')
          return changeAnswer(live, answered.interaction, part('which'), body, files);
        const said = saidBefore(live.world, answered, part('which'), query);
        return said ? amend(live, said, body, files) : refuse('unknownMessage');
      },
    }),
    route({
      method: 'DELETE',
      path: '/webhooks/:webhook/:answered/messages/:which',
      open: true,
      handle({ found: { answered }, part, query }, live) {
        if (answered.is === 'interaction') return deleteAnswer(live, answered.interaction, part('which'));
        const said = saidBefore(live.world, answered, part('which'), query);
        if (!said) return refuse('unknownMessage');
        deleteMessage(live, said.channel, said.message);
        return noContent;
      },
    }),
  ];
}
