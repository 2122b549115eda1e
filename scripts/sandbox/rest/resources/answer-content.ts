import type {
  APIInteractionResponseCallbackData,
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
} from 'discord-api-types/v10';
import { type AnswerContent, isEmpty } from '../../interactions/content.ts';
import { flagsAfter } from '../../interactions/flags.ts';
import { pollOf } from '../../shapes/poll.ts';
import { channelIn } from '../../world/lookups.ts';
import type { Interaction, Message, World } from '../../world/types.ts';
import { invalidForm, type Reply, refuse } from '../reply.ts';
import type { Upload } from '../sent.ts';
import { arrangementProblems, type MessageBody } from '../validate/message-limits.ts';
import { attachmentsOf, describedProblem, fileProblem, keptAttachments } from './message-files.ts';

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
  const kept = keptAttachments(message, body.attachments);
  const problem = fileProblem(files, kept.length);
  if (problem) return refuse(problem);
  const undescribed = describedProblem(body.attachments, files, message.attachments);
  if (undescribed) return undescribed;
  const then = { ...message, ...body, attachments: kept };
  const flags = flagsAfter(message.flags ?? 0, body.flags);
  const misplaced = arrangementProblems(then as MessageBody, flags); // both parts fit their schemas
  if (misplaced.length > 0) return invalidForm(misplaced);
  if (isEmpty(then, files.length)) return refuse('emptyMessage');
  const { content, embeds, components, allowed_mentions } = body;
  const channel = channelIn(world, message.channel_id);
  const attachments = [...kept, ...attachmentsOf(world, channel, files, body.attachments)];
  return { content, embeds, components, allowed_mentions, flags: body.flags, attachments };
}
