import {
  MessageReferenceType,
  PermissionFlagsBits as P,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { postMessage, twinOf } from '../../changes/messages.ts';
import { isEmpty, richEmbeds } from '../../interactions/content.ts';
import type { Live } from '../../live.ts';
import { directRefusal, postRefusal } from '../../posting.ts';
import { bitsIn } from '../../rights.ts';
import { numbered } from '../../shapes/components.ts';
import { messageJson } from '../../shapes/message.ts';
import { pollOf } from '../../shapes/poll.ts';
import type { Channel, Message, World } from '../../world/types.ts';
import type { ErrorName } from '../errors.ts';
import { invalidForm, isReply, ok, type Reply, refuse } from '../reply.ts';
import type { Upload } from '../sent.ts';
import { attachmentsOf, describedProblem, fileProblem } from './message-files.ts';
import { isSystem } from './system-messages.ts';

type Body = RESTPostAPIChannelMessageJSONBody;

/** Create Message, as the bot. */
export function post(live: Live, channel: Channel, sent: Body, files: readonly Upload[]): Reply {
  const { world } = live;
  const bits = bitsIn(world, channel, world.bot.id);
  const problem = placeProblem(world, channel, bits) ?? partProblem(sent, files, bits);
  if (problem) return refuse(problem);
  const body = bits & P.EmbedLinks ? sent : { ...sent, embeds: [] }; // embeds beside something else are dropped
  if (isEmpty({ ...body, attachments: [] }, files.length)) return refuse('emptyMessage');
  const twin = body.enforce_nonce && body.nonce !== undefined ? twinOf(live, channel, body.nonce) : null;
  if (twin) return ok(messageJson(twin, world.bot.id));
  const undescribed = describedProblem(body.attachments, files);
  if (undescribed) return undescribed;
  const repliesTo = repliedTo(channel, body, bits);
  if (repliesTo && isReply(repliesTo)) return repliesTo;
  const message = postMessage(live, {
    channel,
    author: world.bot,
    content: body.content,
    embeds: richEmbeds(body.embeds),
    components: numbered(body.components),
    attachments: attachmentsOf(world, channel, files, body.attachments),
    allowedMentions: body.allowed_mentions,
    flags: body.flags ?? 0,
    nonce: body.nonce ?? undefined,
    tts: body.tts ?? false,
    repliesTo: repliesTo ?? undefined,
    extra: body.poll ? { poll: pollOf(body.poll, world.now()) } : {},
  });
  return ok(messageJson(message, world.bot.id));
}

function placeProblem(world: World, channel: Channel, bits: bigint): ErrorName | null {
  if (channel.guildId) return postRefusal(channel, bits);
  for (const user of channel.recipients) {
    const problem = directRefusal(world, user);
    if (problem) return problem;
    if (world.closedToMessages.has(user.id)) return 'closedToMessages';
  }
  return null;
}

function partProblem(body: Body, files: readonly Upload[], bits: bigint): ErrorName | null {
  const fileTrouble = fileProblem(files);
  if (fileTrouble) return fileTrouble;
  if (files.length > 0 && !(bits & P.AttachFiles)) return 'missingPermissions';
  if (body.tts && !(bits & P.SendTTSMessages)) return 'missingPermissions';
  if (body.poll && !(bits & P.SendPolls)) return 'missingPermissions';
  const onlyEmbeds = body.embeds?.length && isEmpty({ ...body, embeds: [], attachments: [] }, files.length);
  if (onlyEmbeds && !(bits & P.EmbedLinks)) return 'missingPermissions';
  return body.sticker_ids?.length ? 'invalidSticker' : null; // the sandbox's guilds have none
}

/** Null: a message of its own. */
function repliedTo(channel: Channel, { message_reference: to }: Body, bits: bigint): Message | Reply | null {
  if (!to || to.type === MessageReferenceType.Forward) return null;
  if (!(bits & P.ReadMessageHistory)) return refuse('cannotReply');
  const message = channel.messages.get(to.message_id ?? '');
  if (message && !isSystem(message)) return message;
  if (!message && to.fail_if_not_exists === false) return null;
  const [code, words] = message
    ? ['REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE', 'Cannot reply to a system message']
    : ['REPLIES_UNKNOWN_MESSAGE', 'Unknown message'];
  return invalidForm([{ path: ['message_reference'], code, message: words }]);
}
