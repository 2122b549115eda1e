import type { Attachment, World } from './types.ts';

/** What is known of a file before it has an id. */
export interface NewFile {
  filename: string;
  /** Bytes. */
  size: number;
  content_type?: string;
  description?: string;
}

export function createAttachment(world: World, channelId: string, file: NewFile): Attachment {
  const id = world.snowflakes.next();
  const place = `${channelId}/${id}/${encodeURIComponent(Buffer.from(file.filename).toString())}`;
  return {
    id,
    ...file,
    url: `https://cdn.discordapp.com/attachments/${place}`,
    proxy_url: `https://media.discordapp.net/attachments/${place}`,
  };
}
