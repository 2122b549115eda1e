import type { QueueName } from '../core/queues.ts';
import { Snowflake } from '../core/snowflake.ts';
import { hideSecrets } from '../errors/hide-secrets.ts';

/** Stands for what is not kept. */
export const hidden = '[hidden]';

const longest = 16_384; // bytes of JSON: a row that is read at once
const mostIds = 2_048; // a chunk has a thousand members and their roles
const secrets = new Set(['token', 'secret', 'password', 'authorization', 'signature']);
/**
 * What members wrote is kept for a day, where at all (recent_messages). These queues carry it, or addresses, as they came:
 * of their texts ids alone are kept.
 */
const fromPeople: ReadonlySet<string> = new Set<QueueName>([
  'events',
  'interactions',
  'members',
  'records',
  'quarantine',
]);
/** Parts of other jobs that quote it, by name. */
const quotes: Record<string, string> = { log: 'embeds', 'look-up-invite': 'event' };

/** Whether of jobs of that queue nothing but ids and numbers is kept. */
export function keepsOnlyIds(queue: string): boolean {
  return fromPeople.has(queue);
}

/**
 * The data of a job as it may be kept and shown to staff, and every id of Discord in it, also in what is left out. What is
 * too large becomes a text: the beginning of its JSON.
 */
export function keepData(
  { queue, name }: { queue: string; name: string },
  data: unknown,
): { data: unknown; ids: Snowflake[] } {
  const ids = new Set<Snowflake>();
  const onlyIds = keepsOnlyIds(queue);
  let length = 0; // of its texts, until nothing more of them can be kept
  const json = JSON.stringify(data ?? {}, (key, value: unknown) => {
    if (secrets.has(key)) return hidden;
    if (key === quotes[name]) {
      collect(JSON.stringify(value), ids);
      return hidden;
    }
    if (typeof value === 'string') {
      collect(value, ids);
      if (length > longest) return '';
      if (onlyIds && !wholeId.test(value)) return hidden;
      length += value.length;
      return hideSecrets(value.slice(0, longest));
    }
    return isPlain(value) ? withNames(value, ids) : value;
  });
  const bytes = Buffer.from(json);
  const isLarge = length > longest || bytes.length > longest;
  return { data: isLarge ? bytes.toString('utf8', 0, longest) : JSON.parse(json), ids: [...ids] };
}

/** Whether all of it was kept, so that it can be queued again. */
export function isWhole(data: unknown): boolean {
  return typeof data !== 'string' && !JSON.stringify(data).includes(hidden);
}

const wholeId = /^[1-9]\d{15,18}$/;
const idsInside = /(?<!\d)[1-9]\d{15,18}(?!\d)/g; // Discord's first ones had 16 digits

function collect(text: string, ids: Set<Snowflake>): void {
  for (const [id] of text.matchAll(idsInside)) {
    if (ids.size >= mostIds) return;
    if (Snowflake.safeParse(id).success) ids.add(id);
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const unstorable = /\0|[\uD800-\uDFFF]/g; // half a pair is refused by Postgres, and a whole one is in no name of ours

/** Names may be ids as well, or nothing that Postgres can store. */
function withNames(value: Record<string, unknown>, ids: Set<Snowflake>): Record<string, unknown> {
  const names = Object.keys(value);
  collect(names.join(' '), ids);
  if (!names.some((name) => name.search(unstorable) >= 0)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name.replace(unstorable, '\uFFFD'), one]),
  );
}
