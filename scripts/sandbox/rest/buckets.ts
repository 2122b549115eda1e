import { createHash } from 'node:crypto';
import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';

export interface Allowance {
  limit: number;
  /** Milliseconds. */
  per: number;
}

export interface Bucket extends Allowance {
  /** Without the resource it is counted for; the same for all routes that share it. */
  name: string;
  /** As X-RateLimit-Bucket says it. */
  hash: string;
}

/** Of a route: what it may, and where it shares its bucket with others, the bucket's name. */
type Entry = Allowance & { shared?: string };

const every = (per: number, limit: number, shared?: string): Entry => ({
  limit,
  per,
  ...(shared ? { shared } : {}),
});
const second = 1_000; // milliseconds

/** Discord publishes no numbers; these are what bots meet, by method and path without names. */
const table: Record<string, Entry> = {
  'GET /gateway/bot': every(5 * second, 2),
  'GET /channels/:/messages': every(5 * second, 25),
  'POST /channels/:/messages': every(5 * second, 5),
  'PATCH /channels/:/messages/:': every(5 * second, 5),
  'DELETE /channels/:/messages/:': every(second, 5),
  'POST /channels/:/messages/bulk-delete': every(second, 1),
  'PUT /channels/:/messages/:/reactions/:/@me': every(second / 4, 1, 'reactions'),
  'DELETE /channels/:/messages/:/reactions/:/@me': every(second / 4, 1, 'reactions'),
  'DELETE /channels/:/messages/:/reactions/:/:': every(second / 4, 1, 'reactions'),
  'DELETE /channels/:/messages/:/reactions/:': every(second / 4, 1, 'reactions'),
  'DELETE /channels/:/messages/:/reactions': every(second / 4, 1, 'reactions'),
  'POST /channels/:/typing': every(5 * second, 5),
  'PATCH /channels/:': every(15 * second, 5),
  'GET /guilds/:/members': every(10 * second, 10),
  'GET /guilds/:/members/search': every(10 * second, 10),
  'PATCH /guilds/:/members/:': every(10 * second, 10),
  'PATCH /guilds/:/members/@me': every(second, 1),
  'PUT /guilds/:/members/:/roles/:': every(10 * second, 10, 'member roles'),
  'DELETE /guilds/:/members/:/roles/:': every(10 * second, 10, 'member roles'),
  'DELETE /guilds/:/members/:': every(second, 5),
  'PUT /guilds/:/bans/:': every(second, 5, 'bans'),
  'DELETE /guilds/:/bans/:': every(second, 5, 'bans'),
  'POST /guilds/:/bulk-ban': every(10 * second, 1),
  'POST /guilds/:/roles': every(48 * 3_600 * second, 250),
  'PATCH /guilds/:/roles/:': every(10 * second, 10),
  'POST /users/@me/channels': every(10 * second, 10),
  'GET /users/:': every(30 * second, 30, 'users'),
  'GET /users/@me': every(30 * second, 30, 'users'),
  'PUT /applications/:/commands': every(20 * second, 5),
  'PUT /applications/:/guilds/:/commands': every(20 * second, 5),
  'POST /webhooks/:/:': every(2 * second, 5),
  'PATCH /webhooks/:/:/messages/:': every(2 * second, 5),
};
const rest = every(second, 10);
const wide = every(second, 1_000); // real headers, but wide enough that only a loop gone wild meets it

interface SharedLimit extends Allowance {
  of: 'channel' | 'guild';
  /** Method and path, without names. */
  routes: RegExp;
  /** Only for messages that are older, milliseconds. */
  olderThan?: number;
  code: number;
  message: string;
}

/** What all who write to a resource share, whichever route they take; the JSON error code says which it was. */
export const sharedLimits: readonly SharedLimit[] = [
  {
    of: 'channel',
    routes: /^PATCH \/channels\/:\/messages\/:$/,
    olderThan: 3_600 * second,
    limit: 3,
    per: 20 * second,
    code: Code.MaximumNumberOfEditsToMessagesOlderThanOneHourReached,
    message: 'Maximum number of edits to messages older than 1 hour reached. Try again later.',
  },
  {
    of: 'channel',
    routes: /^(POST \/channels\/:\/messages|PATCH \/channels\/:\/messages\/:)$/,
    limit: 8,
    per: 5 * second,
    code: Code.ChannelWriteRateLimit,
    message: 'The write action you are performing on the channel has hit the write rate limit.',
  },
  {
    of: 'guild',
    routes: /^(POST \/channels\/:\/messages|PATCH \/channels\/:\/messages\/:)$/,
    limit: 50,
    per: 10 * second,
    code: Code.ServerWriteRateLimit,
    message: 'The write action you are performing on the server has hit the write rate limit.',
  },
];

export type RouteLimits = 'discord' | 'wide';

/** `path`: the route's, with names for its parts. */
export function bucketsOf(routeLimits: RouteLimits): (method: string, path: string) => Bucket {
  const known = new Map<string, Bucket>();
  return (method, path) => {
    const key = patternOf(method, path);
    const bucket = known.get(key) ?? makeBucket(key, routeLimits);
    known.set(key, bucket);
    return bucket;
  };
}

export function patternOf(method: string, path: string): string {
  return `${method} ${path.replace(/:\w+/g, ':')}`;
}

function makeBucket(key: string, routeLimits: RouteLimits): Bucket {
  const { shared, ...allowance } = table[key] ?? rest;
  const name = shared ?? key;
  const hash = createHash('sha1').update(name).digest('hex').slice(0, 32);
  return { name, hash, ...(routeLimits === 'wide' ? wide : allowance) };
}

/** Discord's top-level resources: channel, guild, and webhook with its token. `path`: as it was asked for. */
export function resourceOf(path: string): string {
  const [kind = '', id = '', token = ''] = path.split('/').filter((part) => part !== '');
  if (kind === 'channels' || kind === 'guilds') return id;
  return kind === 'webhooks' || kind === 'interactions' ? `${id}/${token}` : '';
}
