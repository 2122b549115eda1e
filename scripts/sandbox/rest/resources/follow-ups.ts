import type {
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
  RESTPostAPIWebhookWithTokenJSONBody,
} from 'discord-api-types/v10';
import { deleteMessage } from '../../changes/messages.ts';
import { editAnswer, followUp, isThere } from '../../interactions/answers.ts';
import type { Live } from '../../live.ts';
import { messageJson } from '../../shapes/message.ts';
import { channelIn } from '../../world/lookups.ts';
import type { Interaction, Message, World } from '../../world/types.ts';
import { isReply, noContent, ok, type Reply, refuse } from '../reply.ts';
import type { Upload } from '../sent.ts';
import { answerContent, editedContent } from './answer-content.ts';

/** Create Followup Message. */
export function sendFollowUp(
  live: Live,
  interaction: Interaction,
  body: RESTPostAPIWebhookWithTokenJSONBody,
  files: readonly Upload[],
): Reply {
  const content = answerContent(live.world, interaction, body, files);
  if (isReply(content)) return content;
  return ok(messageJson(followUp(live, interaction, content), live.world.bot.id));
}

/** `which`: `@original`, or the id of any answer. */
export function getAnswer(world: World, interaction: Interaction, which: string): Reply {
  const message = answerNamed(world, interaction, which);
  return message ? ok(messageJson(message, world.bot.id)) : refuse('unknownMessage');
}

export function changeAnswer(
  live: Live,
  interaction: Interaction,
  which: string,
  body: RESTPatchAPIWebhookWithTokenMessageJSONBody,
  files: readonly Upload[],
): Reply {
  const { world } = live;
  const message = answerNamed(world, interaction, which);
  if (!message) return refuse('unknownMessage');
  const content = editedContent(world, message, body, files);
  if (isReply(content)) return content;
  return ok(messageJson(editAnswer(live, interaction, message, content), world.bot.id));
}

export function deleteAnswer(live: Live, interaction: Interaction, which: string): Reply {
  const message = answerNamed(live.world, interaction, which);
  if (!message) return refuse('unknownMessage');
  if (interaction.original === message) interaction.original = null;
  interaction.followUps = interaction.followUps.filter((other) => other !== message);
  deleteMessage(live, channelIn(live.world, message.channel_id), message);
  return noContent;
}

/** Null when it was deleted in the channel. */
function answerNamed(world: World, interaction: Interaction, which: string): Message | null {
  const { original, followUps } = interaction;
  const message =
    which === '@original' ? original : [original, ...followUps].find((candidate) => candidate?.id === which);
  return message && isThere(world, message) ? message : null;
}
