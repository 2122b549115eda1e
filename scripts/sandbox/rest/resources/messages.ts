import {
  ChannelType,
  PermissionFlagsBits as P,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { deleteMessage, editMessage, postMessage } from '../../changes/messages.ts';
import { editOf, isEmpty, richEmbeds } from '../../interactions/content.ts';
import type { Live } from '../../live.ts';
import { channelPermissions } from '../../permissions.ts';
import { numbered } from '../../shapes/components.ts';
import { messageJson } from '../../shapes/message.ts';
import { timeOf } from '../../snowflakes.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember, guildOf } from '../../world/lookups.ts';
import type { Channel, Message } from '../../world/types.ts';
import { invalidForm, noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { type MessageBody, messageProblems } from '../validate/message-limits.ts';
import type { DiscordSchemas } from '../validate/spec.ts';
import { pageOf } from './message-page.ts';

const nonceWithin = 3 * 60_000; // "the past few minutes", says Discord's documentation of enforce_nonce

export function messageRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/channels/:channel/messages',
      handle: ({ found, query }, { world }) => pageOf(world, found.channel, query),
    }),
    route({
      method: 'GET',
      path: '/channels/:channel/messages/:message',
      handle: ({ found }, { world }) => ok(messageJson(found.message, world.bot.id)),
    }),
    route({
      method: 'POST',
      path: '/channels/:channel/messages',
      needs: P.SendMessages,
      body: body<RESTPostAPIChannelMessageJSONBody>(schema('MessageCreateRequest'), { rules: limits }),
      handle: ({ found, body }, live) => post(live, found.channel, body),
    }),
    route({
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      body: body<RESTPatchAPIChannelMessageJSONBody>(schema('MessageEditRequestPartial'), { rules: limits }),
      handle({ found: { channel, message }, body }, live) {
        if (message.author.id !== live.world.bot.id) return refuse('notTheAuthor');
        if (isEmpty({ ...message, ...body })) return refuse('emptyMessage');
        return ok(messageJson(editMessage(live, channel, message, editOf(body)), live.world.bot.id));
      },
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      handle({ found: { channel, message }, reason }, live) {
        if (!mayDelete(live, channel, message)) return refuse('missingPermissions');
        deleteMessage(live, channel, message, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}

function limits(body: unknown) {
  return messageProblems(body as MessageBody); // a subset of what the schema has just checked
}

function post(live: Live, channel: Channel, body: RESTPostAPIChannelMessageJSONBody): Reply {
  const { world } = live;
  if (channel.type === ChannelType.GuildCategory) return refuse('nonTextChannel');
  if (isEmpty(body)) return refuse('emptyMessage');
  const closed = channel.recipients.some((user) => world.closedToMessages.has(user.id));
  if (closed) return refuse('closedToMessages');
  const twin = body.enforce_nonce ? twinOf(live, channel, body.nonce) : null;
  if (twin) return ok(messageJson(twin, world.bot.id));
  const reference = body.message_reference;
  if (
    reference &&
    reference.fail_if_not_exists !== false &&
    !channel.messages.has(reference.message_id ?? '')
  )
    return invalidForm([
      { path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' },
    ]);
  const message = postMessage(live, {
    channel,
    author: world.bot,
    content: body.content,
    embeds: richEmbeds(body.embeds),
    components: numbered(body.components),
    allowedMentions: body.allowed_mentions,
    flags: body.flags ?? 0,
    nonce: body.nonce ?? undefined,
    ...(reference
      ? { type: 19, extra: { message_reference: { ...reference, channel_id: channel.id } } }
      : {}),
  });
  return ok(messageJson(message, world.bot.id));
}

/** The bot's message with this nonce, where it is a few minutes old at most. */
function twinOf({ world }: Live, channel: Channel, nonce: string | number | undefined): Message | null {
  if (nonce === undefined) return null;
  const recent = [...channel.messages.values()].reverse();
  for (const message of recent) {
    if (message.author.id !== world.bot.id || message.nonce !== nonce) continue;
    return world.now() - timeOf(message.id) <= nonceWithin ? message : null;
  }
  return null;
}

function mayDelete({ world }: Live, channel: Channel, message: Message): boolean {
  const guild = guildOf(world, channel);
  if (message.author.id === world.bot.id) return true;
  if (!guild) return false;
  return (channelPermissions(guild, channel, botMember(world, guild), world.now()) & P.ManageMessages) !== 0n;
}
