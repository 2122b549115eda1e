import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { attachmentOf, type FileOrder } from '../control/attachments.ts';
import { largestFile } from '../limits.ts';
import { channelPermissions } from '../permissions.ts';
import { Cannot } from '../world/cannot.ts';
import type { World } from '../world/types.ts';
import type { Place } from './place.ts';
import type { Resolver } from './resolved.ts';

/** Puts the file among the resolved ones; its id is the value. */
export function attach(world: World, { channel }: Place, file: FileOrder, resolver: Resolver): string {
  const attachment = attachmentOf(world, channel, file);
  if (attachment.size > largestFile) throw new Cannot(`${file.filename} is larger than ${largestFile} bytes`);
  resolver.attachment(attachment);
  return attachment.id;
}

export function mustBeAllowed(world: World, place: Place): void {
  if (place.is === 'direct') return;
  const { guild, channel, member, user } = place;
  if (!(channelPermissions(guild, channel, member, world.now()) & P.AttachFiles))
    throw new Cannot(`${user.username} may not attach files in #${channel.name}`);
}
