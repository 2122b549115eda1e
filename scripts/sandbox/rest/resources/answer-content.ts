import type {
  APIInteractionResponseCallbackData,
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
} from 'discord-api-types/v10';
import { type AnswerContent, isEmpty } from '../../interactions/content.ts';
import { flagsAfter } from '../../interactions/flags.ts';
import { pollOf } from '../../shapes/poll.ts';
import { channelIn } from '../../world/lookups.ts';
import type { Interaction, Message, World } from '../../world/types.ts';
import { isReply, type Reply, refuse } from '../reply.ts';
import type { Upload } from '../sent.ts';
import { keptAfter } from './edited-parts.ts';
import { attachmentsOf, describedProblem, fileProblem } from './message-files.ts';

/** What a body says in answer to an interaction, with its files; a refusal where it says nothing. */
export function answerContent(
  world: World,
  { channelId }: Interaction,
  body: APIInteractionResponseCallbackData,
  files: readonly Upload[],
): AnswerContent | Reply {
  const problem = fileProblem(files);
  if (problem) return refuse(problem);
  const undescribed = describedProblem(body.attachments, files);
  if (undescribed) return undescribed;
  if (isEmpty({ ...body, attachments: [] }, files.length)) return refuse('emptyMessage');
  const { content, embeds, components, allowed_mentions, flags, tts, poll } = body;
  const attachments = attachmentsOf(world, channelIn(world, channelId), files, body.attachments);
  const said = { content, embeds, components, allowed_mentions, flags, tts, attachments };
  return poll ? { ...said, poll: pollOf(poll, world.now()) } : said;
}

/** What a body makes of an answer that is there, or of the message that a component sits on. */
export function editedContent(
  world: World,
  message: Message,
  body: RESTPatchAPIWebhookWithTokenMessageJSONBody,
  files: readonly Upload[],
): AnswerContent | Reply {
  const kept = keptAfter(message, body, files, flagsAfter(message.flags ?? 0, body.flags));
  if (isReply(kept)) return kept;
  const { content, embeds, components, allowed_mentions } = body;
  const channel = channelIn(world, message.channel_id);
  const attachments = [...kept, ...attachmentsOf(world, channel, files, body.attachments)];
  return { content, embeds, components, allowed_mentions, flags: body.flags, attachments };
}
