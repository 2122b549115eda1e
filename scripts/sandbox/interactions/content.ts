import {
  AllowedMentionsTypes,
  type APIAllowedMentions,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APIPoll,
} from 'discord-api-types/v10';
import type { Edit } from '../changes/messages.ts';
import { numbered } from '../shapes/components.ts';
import type { Attachment } from '../world/types.ts';

/** What a message body of the bot can carry, in all of its requests. */
export interface Content {
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: APIMessageTopLevelComponent[] | null;
  allowed_mentions?: APIAllowedMentions | null;
  flags?: number | null;
}

/** What an answer to an interaction carries. */
export interface AnswerContent extends Content {
  /** Of an edit: what is left of them, and what was sent along; all of them where left out. */
  attachments?: Attachment[];
  tts?: boolean | null;
  poll?: APIPoll;
}

/** `files`: how many are sent along. */
export function isEmpty(
  {
    content,
    ...rest
  }: Content & { sticker_ids?: unknown[] | null; attachments?: unknown[] | null; poll?: unknown },
  files = 0,
) {
  const lists = [rest.embeds, rest.components, rest.sticker_ids, rest.attachments];
  return !content?.trim() && !lists.some((list) => list?.length) && !rest.poll && files === 0;
}

/** Discord's documentation, "Default Settings for Allowed Mentions": in interactions and webhooks. */
export const onlyUsers: APIAllowedMentions = { parse: [AllowedMentionsTypes.User] };

/** Only the fields that were sent. */
export function editOf({ content, embeds, components, allowed_mentions: allowedMentions }: Content): Edit {
  return {
    allowedMentions,
    ...(content === undefined ? {} : { content: content ?? '' }),
    ...(embeds === undefined ? {} : { embeds: richEmbeds(embeds) }),
    ...(components === undefined ? {} : { components: numbered(components) }),
  };
}

export function richEmbeds(embeds: APIEmbed[] | null | undefined): APIEmbed[] {
  return (embeds ?? []).map((embed) => Object.assign({}, embed, { type: 'rich' }));
}
