import { PermissionFlagsBits as P, type RESTPatchAPIChannelJSONBody } from 'discord-api-types/v10';
import { changeThread } from '../../changes/threads.ts';
import type { Live } from '../../live.ts';
import { may } from '../../rights.ts';
import { channelJson } from '../../shapes/channel.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Channel, Guild } from '../../world/types.ts';
import { ok, type Reply, refuse } from '../reply.ts';

/**
 * PATCH of a thread (Discord's documentation, "Modify Channel: Thread"): an archived one can only be brought back,
 * by whoever may write there; everything else is its owner's or for Manage Threads, a locked one only for the latter.
 */
export function modifyThread(
  live: Live,
  guild: Guild,
  channel: Channel,
  body: RESTPatchAPIChannelJSONBody,
  reason: string | null,
): Reply {
  const { thread } = channel;
  if (!thread) return refuse('wrongChannelType');
  const bot = botMember(live.world, guild);
  const holds = (bits: bigint) => may(live.world, guild, bot, bits, channel);
  const manages = holds(P.ManageThreads);
  const change = changeOf(body);
  const onlyWakes = Object.keys(change).length === 1 && change.archived === false;
  if (thread.archived && change.archived !== false) return refuse('archivedThread');
  if (thread.locked && !manages) return refuse('missingPermissions');
  const mayWake = onlyWakes && holds(P.SendMessagesInThreads);
  if (!manages && thread.ownerId !== bot.user.id && !mayWake) return refuse('missingPermissions');
  changeThread(live, guild, channel, change, actOfBot(live.world, reason));
  return ok(channelJson(channel));
}

function changeOf(body: RESTPatchAPIChannelJSONBody) {
  const { name, rate_limit_per_user, archived, locked, auto_archive_duration } = body;
  return {
    ...(name == null ? {} : { name }),
    ...(rate_limit_per_user == null ? {} : { slowmode: rate_limit_per_user }),
    ...(archived == null ? {} : { archived }),
    ...(locked == null ? {} : { locked }),
    ...(auto_archive_duration == null ? {} : { autoArchive: auto_archive_duration }),
  };
}
