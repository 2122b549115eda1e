import {
  MessageFlags,
  type RESTPatchAPIWebhookWithTokenMessageJSONBody,
  type RESTPostAPIWebhookWithTokenJSONBody,
  ChannelType as Type,
} from 'discord-api-types/v10';
import { postMessage } from '../../changes/messages.ts';
import { addThread } from '../../changes/threads.ts';
import { isEmpty, onlyUsers, richEmbeds } from '../../interactions/content.ts';
import type { Live } from '../../live.ts';
import { numbered } from '../../shapes/components.ts';
import { messageJson } from '../../shapes/message.ts';
import { pollOf } from '../../shapes/poll.ts';
import { webhookUser } from '../../shapes/webhook.ts';
import { actOf } from '../../world/act.ts';
import { isForum } from '../../world/channel-kinds.ts';
import { guildOf } from '../../world/lookups.ts';
import type { Channel, Message, World } from '../../world/types.ts';
import { invalidForm, isReply, noContent, ok, type Reply, refuse } from '../reply.ts';
import type { Incoming } from '../route.ts';
import type { Upload } from '../sent.ts';
import { flagProblems } from '../validate/message-limits.ts';
import { reservedNameProblems } from '../validate/reserved-names.ts';
import { applyEdit } from './message-edit.ts';
import { attachmentsOf, describedProblem, fileProblem } from './message-files.ts';

type Body = RESTPostAPIWebhookWithTokenJSONBody;

const settable =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/** Execute Webhook. Without `wait` it is answered before the message is made, so nobody learns its id. */
export function say(
  live: Live,
  incoming: Incoming,
  body: Body,
  files: readonly Upload[],
  query: URLSearchParams,
): Reply {
  const { world } = live;
  const { webhook } = incoming;
  const wrong = [...flagProblems(body, settable), ...reservedNameProblems('username', body.username)];
  if (wrong.length > 0) return invalidForm(wrong);
  const problem = fileProblem(files);
  if (problem) return refuse(problem);
  if (isEmpty({ ...body, attachments: [] }, files.length)) return refuse('emptyMessage');
  const undescribed = describedProblem(body.attachments, files);
  if (undescribed) return undescribed;
  const channel = placeFor(live, incoming, body, query.get('thread_id'));
  if (isReply(channel)) return channel;
  const isOwn = webhook.createdBy === world.bot.id;
  const message = postMessage(live, {
    channel,
    author: webhookUser(webhook, body.username),
    webhookId: webhook.id,
    content: body.content,
    embeds: richEmbeds(body.embeds),
    components: isOwn || query.get('with_components') === 'true' ? numbered(body.components) : [],
    attachments: attachmentsOf(world, channel, files, body.attachments),
    allowedMentions: body.allowed_mentions ?? onlyUsers,
    flags: body.flags ?? 0,
    tts: body.tts ?? false,
    extra: {
      ...(isOwn ? { application_id: world.application.id } : {}),
      ...(body.poll ? { poll: pollOf(body.poll, world.now()) } : {}),
    },
  });
  return query.get('wait') === 'true' ? ok(messageJson(message, world.bot.id)) : noContent;
}

/** One of its own messages, in its channel or the thread that the query names. */
export function saidBefore(
  world: World,
  incoming: Incoming,
  id: string,
  query: URLSearchParams,
): Said | null {
  const thread = query.get('thread_id');
  const channel = thread === null ? incoming.channel : threadOf(world, incoming, thread);
  const message = channel?.messages.get(id);
  return channel && message?.webhook_id === incoming.webhook.id ? { channel, message } : null;
}

interface Said {
  channel: Channel;
  message: Message;
}

export function amend(
  live: Live,
  { channel, message }: Said,
  body: RESTPatchAPIWebhookWithTokenMessageJSONBody,
  files: readonly Upload[],
): Reply {
  return applyEdit(
    live,
    channel,
    message,
    { ...body, allowed_mentions: body.allowed_mentions ?? onlyUsers },
    files,
  );
}

function placeFor(live: Live, incoming: Incoming, body: Body, threadId: string | null): Channel | Reply {
  const { channel, webhook } = incoming;
  const guild = guildOf(live.world, channel);
  const name = body.thread_name || null;
  if (!guild) return refuse('unknownWebhook');
  if (name !== null && !isForum(channel)) return refuse('webhookNoForum');
  if (name !== null && threadId !== null) return refuse('webhookOneThread');
  if (threadId !== null) return threadOf(live.world, incoming, threadId) ?? refuse('unknownChannel');
  if (!isForum(channel)) return channel;
  if (name === null) return refuse('webhookNeedsThread');
  return addThread(live, guild, channel, { name, type: Type.PublicThread }, actOf(webhook.id));
}

function threadOf(world: World, { channel }: Incoming, id: string): Channel | null {
  const thread = world.channels.get(id);
  return thread?.thread && thread.parentId === channel.id ? thread : null;
}
