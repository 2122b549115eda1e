import {
  MessageFlags,
  PermissionFlagsBits as P,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { deleteMessage } from '../../changes/messages.ts';
import { bitsIn } from '../../rights.ts';
import { messageJson } from '../../shapes/message.ts';
import { actOfBot } from '../../world/act.ts';
import type { Channel, Message, World } from '../../world/types.ts';
import type { ErrorName } from '../errors.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { editProblems, flagProblems, type MessageBody, messageProblems } from '../validate/message-limits.ts';
import type { DiscordSchemas } from '../validate/spec.ts';
import { edit } from './message-edit.ts';
import { pageOf } from './message-page.ts';
import { post } from './message-post.ts';
import { isDeletable } from './system-messages.ts';

const settable =
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsVoiceMessage |
  MessageFlags.IsComponentsV2;

export function messageRoutes(schema: DiscordSchemas): Route[] {
  const created = body<RESTPostAPIChannelMessageJSONBody>(schema('MessageCreateRequest'), {
    optional: true,
    rules: (sent) => [...messageProblems(sent as MessageBody), ...flagProblems(sent, settable)], // of its schema
  });
  const edited = body<RESTPatchAPIChannelMessageJSONBody>(schema('MessageEditRequestPartial'), {
    optional: true,
    rules: (sent) => editProblems(sent as MessageBody), // of its schema
  });
  return [
    route({
      method: 'GET',
      path: '/channels/:channel/messages',
      handle: ({ found, query }, { world }) => pageOf(world, found.channel, query),
    }),
    route({
      method: 'GET',
      path: '/channels/:channel/messages/:message',
      handle({ found: { channel, message } }, { world }) {
        if (!(bitsIn(world, channel, world.bot.id) & P.ReadMessageHistory)) return refuse('missingAccess');
        return ok(messageJson(message, world.bot.id));
      },
    }),
    route({
      method: 'POST',
      path: '/channels/:channel/messages',
      needs: P.SendMessages,
      body: created,
      handle: ({ found, body, files }, live) => post(live, found.channel, body, files),
    }),
    route({
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      body: edited,
      handle: ({ found, body, files }, live) => edit(live, found.channel, found.message, body, files),
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      handle({ found: { channel, message }, reason }, live) {
        const problem = deletionProblem(live.world, channel, message);
        if (problem) return refuse(problem);
        deleteMessage(live, channel, message, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}

function deletionProblem(world: World, channel: Channel, message: Message): ErrorName | null {
  const isOwn = message.author.id === world.bot.id;
  if (!isOwn && !channel.guildId) return 'directChannel';
  if (!isOwn && !(bitsIn(world, channel, world.bot.id) & P.ManageMessages)) return 'missingPermissions';
  return isDeletable(message) ? null : 'systemMessage';
}
