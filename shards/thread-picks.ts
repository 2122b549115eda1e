import type { Events, ThreadSighting } from '../shared/core/events.ts';
import type { Fields } from './fields.ts';
import * as read from './fields.ts';

const mostChannels = 1_000;
const mostThreads = 10_000; // open ones of a guild; Discord allows 1,000

/** A thread of a guild, as it was opened, archived or otherwise changed. */
export function thread(d: Fields): Events['THREAD_CREATE'] | undefined {
  const [thread] = aThread(d);
  if (!thread || read.isAbsent(d.guild_id)) return undefined;
  return { guild: read.snowflake(d, 'guild_id'), thread };
}

export function lostThread(d: Fields): Events['THREAD_DELETE'] | undefined {
  if (read.isAbsent(d.guild_id)) return undefined;
  return { guild: read.snowflake(d, 'guild_id'), thread: read.snowflake(d, 'id') };
}

/** What is open in channels that the bot has just come to see. */
export function threads(d: Fields): Events['THREAD_LIST_SYNC'] {
  return {
    guild: read.snowflake(d, 'guild_id'),
    channels: read.isAbsent(d.channel_ids) ? null : read.snowflakes(d, 'channel_ids', mostChannels),
    threads: threadsOf(d),
  };
}

/** The threads of a list that say to which channel they belong. */
export function threadsOf(d: Fields): ThreadSighting[] {
  return read.list(d, 'threads', mostThreads).flatMap(aThread);
}

/** None where it does not say to which channel it belongs. */
function aThread(value: unknown): ThreadSighting[] {
  if (!read.isFields(value)) return read.refuse('threads', 'a list of objects');
  const parent = read.maybeSnowflake(value, 'parent_id');
  if (parent === null) return [];
  const archived = read.flag(read.maybeObject(value, 'thread_metadata'), 'archived');
  return [{ id: read.snowflake(value, 'id'), parent, archived }];
}
