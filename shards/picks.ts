import type { APIInteraction } from 'discord-api-types/v10';
import type { MessageEvent } from '../shared/core/events.ts';
import type { Fields } from './fields.ts';
import * as read from './fields.ts';
import { profile } from './member-picks.ts';

/*
 * What is kept of each dispatch, here and in guild-picks.ts and member-picks.ts. Each returns undefined for what nobody reads, and throws `bad-input` for what Discord
 * would not send. Bounds lie well above Discord's own limits: they stop nonsense, they are no rules.
 */

/** Default and reply (Discord documentation, "Message Types"); all others are made by commands or by Discord itself. */
const humanTypes = new Set([0, 19]);
const mostContent = 16_384;
const mostName = 256;
const mostListed = 1_000;
const mostInteraction = 256 * 1024;

/** A human's message in a guild; not those of bots, webhooks and Discord itself, nor direct messages. */
export function message(d: Fields): MessageEvent | undefined {
  if (!read.isAbsent(d.webhook_id) || read.isAbsent(d.guild_id)) return undefined;
  if (!humanTypes.has(read.count(d, 'type'))) return undefined;
  const author = read.object(d, 'author');
  if (read.flag(author, 'bot') || read.flag(author, 'system')) return undefined;
  const member = read.maybeObject(d, 'member');
  return {
    id: read.snowflake(d, 'id'),
    guild: read.snowflake(d, 'guild_id'),
    channel: read.snowflake(d, 'channel_id'),
    author: profile(author),
    roles: read.snowflakes(member, 'roles', mostListed),
    joinedAt: read.maybeTime(member, 'joined_at'),
    content: read.text(d, 'content', mostContent),
    attachments: read.list(d, 'attachments', mostListed).map(attachment),
    mentions: {
      users: read.list(d, 'mentions', mostListed).length,
      roles: read.list(d, 'mention_roles', mostListed).length,
      everyone: read.flag(d, 'mention_everyone'),
    },
    flags: read.maybeCount(d, 'flags') ?? 0,
  };
}

/** The whole interaction, once what every answer needs is there. The rest is believed by whoever reads it. */
export function interaction(d: Fields): APIInteraction | undefined {
  return isInteraction(d) ? d : undefined;
}

function isInteraction(d: Fields | APIInteraction): d is APIInteraction {
  if (!read.isFields(d)) return false;
  read.snowflake(d, 'id');
  read.snowflake(d, 'application_id');
  read.count(d, 'type');
  if (read.text(d, 'token', 1_024) === '') read.refuse('token', 'what an answer needs');
  read.maybeText(d, 'locale', mostName); // even refusals are told in it
  profile(read.object(read.isAbsent(d.guild_id) ? d : read.object(d, 'member'), 'user'));
  if (!read.isAbsent(d.guild_id)) read.snowflake(d, 'guild_id');
  if (JSON.stringify(d).length > mostInteraction)
    read.refuse('interaction', `shorter than ${mostInteraction}`);
  return true;
}

function attachment(value: unknown): MessageEvent['attachments'][number] {
  if (!read.isFields(value)) return read.refuse('attachments', 'a list of objects');
  return {
    id: read.snowflake(value, 'id'),
    name: read.text(value, 'filename', 1_024),
    size: read.count(value, 'size'),
    type: read.maybeText(value, 'content_type', mostName),
    url: read.text(value, 'url', 4_096),
  };
}
