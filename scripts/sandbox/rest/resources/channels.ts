import { PermissionFlagsBits as P, type RESTPatchAPIChannelJSONBody } from 'discord-api-types/v10';
import { z } from 'zod';
import { changeChannel, removeChannel } from '../../changes/channels.ts';
import { removeThread } from '../../changes/threads.ts';
import type { Live } from '../../live.ts';
import { may, maySetOverwrites } from '../../rights.ts';
import { channelJson } from '../../shapes/channel.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember, guildOf } from '../../world/lookups.ts';
import type { Channel, Guild } from '../../world/types.ts';
import { invalidForm, noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { overwriteOf } from '../validate/overwrites.ts';
import type { DiscordSchemas } from '../validate/spec.ts';
import { nameOf, parentProblems } from './guild-channels.ts';
import { modifyThread } from './thread-changes.ts';

export function channelRoutes(schema: DiscordSchemas): Route[] {
  const change = z.union([schema('UpdateGuildChannelRequestPartial'), schema('UpdateThreadRequestPartial')]);
  return [
    route({
      method: 'GET',
      path: '/channels/:channel',
      handle: ({ found }) => ok(channelJson(found.channel)),
    }),
    route({
      method: 'PATCH',
      path: '/channels/:channel',
      body: body<RESTPatchAPIChannelJSONBody>(change),
      handle({ found: { channel }, body, reason }, live) {
        const guild = guildOf(live.world, channel);
        if (!guild) return refuse('directChannel');
        return channel.thread
          ? modifyThread(live, guild, channel, body, reason)
          : modify(live, guild, channel, body, reason);
      },
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel',
      handle({ found: { channel }, reason }, live) {
        const guild = guildOf(live.world, channel);
        if (!guild) return ok(channelJson(channel)); // closes the conversation, which goes on with the next message
        const needs = channel.thread ? P.ManageThreads : P.ManageChannels;
        if (!may(live.world, guild, botMember(live.world, guild), needs, channel))
          return refuse('missingPermissions');
        const remove = channel.thread ? removeThread : removeChannel;
        remove(live, guild, channel, actOfBot(live.world, reason));
        return ok(channelJson(channel));
      },
    }),
    route({
      method: 'POST',
      path: '/channels/:channel/typing',
      needs: P.SendMessages,
      handle: () => noContent,
    }),
  ];
}

function modify(
  live: Live,
  guild: Guild,
  channel: Channel,
  body: RESTPatchAPIChannelJSONBody,
  reason: string | null,
): Reply {
  const bot = botMember(live.world, guild);
  if (!may(live.world, guild, bot, P.ManageChannels, channel)) return refuse('missingPermissions');
  const overwrites = body.permission_overwrites?.map(overwriteOf);
  if (overwrites && !maySetOverwrites(live.world, guild, bot, channel, overwrites))
    return refuse('missingPermissions');
  const problems = body.parent_id === channel.parentId ? [] : parentProblems(guild, body.parent_id);
  if (problems.length > 0) return invalidForm(problems);
  const change = {
    ...(body.name == null ? {} : { name: nameOf(channel.type, body.name) }),
    ...(body.topic === undefined ? {} : { topic: body.topic }),
    ...(body.rate_limit_per_user == null ? {} : { slowmode: body.rate_limit_per_user }),
    ...(body.nsfw == null ? {} : { nsfw: body.nsfw }),
    ...(body.parent_id === undefined ? {} : { parentId: body.parent_id }),
    ...(body.position == null ? {} : { position: body.position }),
    ...(overwrites ? { overwrites } : {}),
  };
  changeChannel(live, guild, channel, change, actOfBot(live.world, reason));
  return ok(channelJson(channel));
}
