import {
  type APIChannel,
  type APIOverwrite,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits as P,
  type RESTPutAPIChannelPermissionJSONBody,
  Routes,
} from 'discord-api-types/v10';
import { keepResult, type StoredDeed } from '../../../shared/moderation/channel-deeds.ts';
import { findFormerOverwrite } from '../../../shared/moderation/channel-locks.ts';
import {
  type DeedResult,
  type FormerOverwrite,
  readResult,
} from '../../../shared/moderation/deed-results.ts';
import type { EffectDeps } from '../kind.ts';

/** What a locked channel denies to everyone who has no overwrite of their own. */
const locked = P.SendMessages | P.SendMessagesInThreads | P.CreatePublicThreads | P.CreatePrivateThreads;
const nothing: FormerOverwrite = { allow: '0', deny: '0' };

/** What stood there is written down first: a retry finds the channel locked, and must not take that for what was there before. */
export async function lock(deps: EffectDeps, wanted: StoredDeed, reason: string): Promise<void> {
  const channel = await read(deps, wanted);
  if (isThread(channel)) return lockThread(deps, wanted, true, reason);
  const { allow, deny } = bitsOf(channel, wanted);
  if (!readResult(wanted.result, 'lock')) {
    const before = beneath({ allow, deny }, await findFormerOverwrite(deps, wanted));
    await keepResult(deps, wanted.id, { is: 'lock', before } satisfies DeedResult);
  }
  await write(deps, wanted, { allow: allow & ~locked, deny: deny | locked }, reason);
}

/** Puts back what the lock took. Where no lock of ours holds, everyone's roles decide again. */
export async function unlock(deps: EffectDeps, wanted: StoredDeed, reason: string): Promise<void> {
  const channel = await read(deps, wanted);
  if (isThread(channel)) return lockThread(deps, wanted, false, reason);
  const now = bitsOf(channel, wanted);
  const before = (await findFormerOverwrite(deps, wanted)) ?? nothing;
  const allow = (now.allow & ~locked) | BigInt(before.allow);
  const deny = (now.deny & ~locked) | BigInt(before.deny);
  if (allow !== now.allow || deny !== now.deny) await write(deps, wanted, { allow, deny }, reason);
}

interface Bits {
  allow: bigint;
  deny: bigint;
}

/** What stands beneath a lock: where one of ours holds already, what that one took and nobody gave back since. */
function beneath({ allow, deny }: Bits, standing = nothing): FormerOverwrite {
  const ours = standing === nothing ? 0n : deny & locked & ~BigInt(standing.deny);
  return {
    allow: String((allow & locked) | (BigInt(standing.allow) & ours)),
    deny: String(deny & locked & ~ours),
  };
}

async function read({ rest }: EffectDeps, { channel }: StoredDeed): Promise<APIChannel> {
  return (await rest.get(Routes.channel(channel))) as APIChannel;
}

/** Of everyone, whose role has the guild's id. */
function bitsOf(channel: APIChannel, { guild }: StoredDeed): Bits {
  const all: APIOverwrite[] = ('permission_overwrites' in channel && channel.permission_overwrites) || [];
  const everyone = all.find(({ id }) => id === guild);
  return { allow: BigInt(everyone?.allow ?? 0), deny: BigInt(everyone?.deny ?? 0) };
}

async function write(
  { rest }: EffectDeps,
  { guild, channel }: StoredDeed,
  { allow, deny }: Bits,
  reason: string,
): Promise<void> {
  const body: RESTPutAPIChannelPermissionJSONBody = {
    type: OverwriteType.Role,
    allow: String(allow),
    deny: String(deny),
  };
  await rest.put(Routes.channelPermission(channel, guild), { body, reason });
}

const threads: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

function isThread({ type }: APIChannel): boolean {
  return threads.includes(type);
}

/** Threads have no overwrites, but a lock of Discord's own. */
async function lockThread(
  { rest }: EffectDeps,
  { channel }: StoredDeed,
  isLocked: boolean,
  reason: string,
): Promise<void> {
  await rest.patch(Routes.channel(channel), { body: { locked: isLocked }, reason });
}
