import {
  ChannelType,
  PermissionFlagsBits as P,
  type RESTPostAPIChannelMessagesThreadsJSONBody,
  type RESTPostAPIChannelThreadsJSONBody,
} from 'discord-api-types/v10';
import { addThread, type NewThread } from '../../changes/threads.ts';
import type { Live } from '../../live.ts';
import { may } from '../../rights.ts';
import { channelJson, threadMemberJson } from '../../shapes/channel.ts';
import { actOfBot } from '../../world/act.ts';
import { isTextual } from '../../world/channel-kinds.ts';
import { botMember, guildOf } from '../../world/lookups.ts';
import type { Channel, Message } from '../../world/types.ts';
import { ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

const mostActive = 1_000; // threads of a guild that are not archived

export function threadRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'POST',
      path: '/channels/:channel/messages/:message/threads',
      body: body<RESTPostAPIChannelMessagesThreadsJSONBody>(schema('CreateTextThreadWithMessageRequest')),
      handle({ found: { channel, message }, body, reason }, live) {
        if (live.world.channels.has(message.id)) return refuse('threadExists');
        const announced = channel.type === ChannelType.GuildAnnouncement;
        const type = announced ? ChannelType.AnnouncementThread : ChannelType.PublicThread;
        return open(live, channel, wantedOf(body, type), reason, message);
      },
    }),
    route({
      method: 'POST',
      path: '/channels/:channel/threads',
      body: body<RESTPostAPIChannelThreadsJSONBody>(schema('CreateTextThreadWithoutMessageRequest')),
      handle: ({ found: { channel }, body, reason }, live) =>
        open(live, channel, wantedOf(body, body.type ?? ChannelType.PrivateThread), reason),
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/threads/active',
      handle({ found: { guild } }, { world }) {
        const bot = botMember(world, guild);
        const seen = [...guild.threads.values()].filter((thread) =>
          may(world, guild, bot, P.ViewChannel, thread),
        );
        return listed(
          seen.filter(({ thread }) => !thread?.archived),
          bot.user.id,
        );
      },
    }),
    route({
      method: 'GET',
      path: '/channels/:channel/threads/archived/public',
      needs: P.ReadMessageHistory,
      handle({ found: { channel } }, { world }) {
        const threads = guildOf(world, channel)?.threads.values() ?? [];
        const archived = [...threads].filter(
          ({ parentId, thread, type }) =>
            parentId === channel.id && thread?.archived && type !== ChannelType.PrivateThread,
        );
        const reply = listed(archived, world.bot.id);
        return { ...reply, body: { ...Object(reply.body), has_more: false } };
      },
    }),
  ];
}

function open(live: Live, channel: Channel, wanted: NewThread, reason: string | null, on?: Message): Reply {
  const guild = guildOf(live.world, channel);
  if (!guild || !isTextual(channel)) return refuse('wrongChannelType');
  const hidden = wanted.type === ChannelType.PrivateThread;
  const needs = hidden ? P.CreatePrivateThreads : P.CreatePublicThreads;
  if (!may(live.world, guild, botMember(live.world, guild), needs, channel))
    return refuse('missingPermissions');
  const active = [...guild.threads.values()].filter(({ thread }) => !thread?.archived);
  if (active.length >= mostActive) return refuse('tooManyThreads');
  const made = addThread(live, guild, channel, wanted, actOfBot(live.world, reason), on);
  return { ...ok(channelJson(made)), status: 201 };
}

function wantedOf(body: RESTPostAPIChannelMessagesThreadsJSONBody, type: ChannelType): NewThread {
  return {
    name: body.name,
    type,
    ...(body.auto_archive_duration == null ? {} : { autoArchive: body.auto_archive_duration }),
    ...(body.rate_limit_per_user == null ? {} : { slowmode: body.rate_limit_per_user }),
  };
}

function listed(threads: Channel[], botId: string): Reply {
  const own = threads.filter(({ thread }) => thread?.members.has(botId));
  return ok({
    threads: threads.map(channelJson),
    members: own.map((thread) => threadMemberJson(thread, botId)),
  });
}
