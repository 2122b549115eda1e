import type { APIInteraction } from 'discord-api-types/v10';
import type { AutoModEvent, EditEvent, Events, MessageEvent } from '../shared/core/events.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import type { Fields } from './fields.ts';
import * as read from './fields.ts';
import { profile } from './member-picks.ts';

/*
 * What is kept of each dispatch, here and in guild-picks.ts, thread-picks.ts, member-picks.ts and audit-picks.ts. Each returns undefined for what nobody reads, and throws `bad-input` for what Discord
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

/** A human's message in a guild whose text somebody changed; not what Discord adds by itself, such as previews of links. */
export function edit(d: Fields): EditEvent | undefined {
  if (read.isAbsent(d.author) || read.isAbsent(d.content)) return undefined;
  const editedAt = read.maybeTime(d, 'edited_timestamp');
  const edited = editedAt === null ? undefined : message(d);
  return edited && { ...edited, editedAt: read.instant('edited_timestamp', editedAt) };
}

/** A message of a guild that is gone; not of direct messages. */
export function lostMessage(d: Fields): Events['MESSAGE_DELETE'] | undefined {
  return read.isAbsent(d.guild_id) ? undefined : lost(d, [read.snowflake(d, 'id')]);
}

export function lostMessages(d: Fields): Events['MESSAGE_DELETE_BULK'] | undefined {
  const messages = read.snowflakes(d, 'ids', mostListed);
  return read.isAbsent(d.guild_id) || messages.length === 0 ? undefined : lost(d, messages);
}

function lost(d: Fields, messages: Snowflake[]): Events['MESSAGE_DELETE_BULK'] {
  return { guild: read.snowflake(d, 'guild_id'), channel: read.snowflake(d, 'channel_id'), messages };
}

/** What Discord's own AutoMod did. */
export function autoMod(d: Fields): AutoModEvent {
  const action = read.object(d, 'action');
  return {
    guild: read.snowflake(d, 'guild_id'),
    user: read.snowflake(d, 'user_id'),
    channel: read.maybeSnowflake(d, 'channel_id'),
    message: read.maybeSnowflake(d, 'message_id'),
    alert: read.maybeSnowflake(d, 'alert_system_message_id'),
    rule: read.snowflake(d, 'rule_id'),
    trigger: read.count(d, 'rule_trigger_type'),
    action: {
      type: read.count(action, 'type'),
      durationSeconds: read.maybeCount(read.maybeObject(action, 'metadata'), 'duration_seconds'),
    },
    excerpt: (read.maybeText(d, 'content', mostContent) ?? '').replace(excerpt, '$1'),
    keyword: read.maybeText(d, 'matched_keyword', mostContent),
  };
}

const excerpt = /^(.{0,300}).*$/su;

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
