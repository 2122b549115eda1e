import { createAttachment } from '../world/attachment.ts';
import type { Attachment, Channel, World } from '../world/types.ts';

/** A file made by name and size alone. */
export interface FileOrder {
  filename: string;
  /** Bytes. */
  size?: number;
  content_type?: string;
}

export function attachmentOf(
  world: World,
  channel: Channel,
  { size = 1_024, ...file }: FileOrder,
): Attachment {
  return createAttachment(world, channel.id, { ...file, size });
}
