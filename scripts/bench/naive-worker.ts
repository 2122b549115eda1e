import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { commitAwards } from '../../shared/bytes/commit-awards.ts';
import { BytesConfig } from '../../shared/bytes/settings.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { dayOf } from '../../shared/core/time-zone.ts';
import { openDatabase } from '../../shared/db/knex.ts';

/** As much of a message as this worker reads. */
interface Message {
  id: string;
  guild_id: string;
  channel_id: string;
  author: { id: string; username: string; global_name: string | null };
  content: string;
}

/**
 * The naive pipeline's worker: for each message its own look at the settings, its own requests for each rule, its own look
 * whether today is paid, its own transaction. Of ten rules, as scripts/bench/rules.ts gives them, six count.
 */
const redis = new Redis(process.env.REDIS_URL ?? '', { maxRetriesPerRequest: null });
const db = openDatabase(process.env.DATABASE_URL ?? '');

const counting = Math.ceil(Number(process.argv[2] ?? 0) * 0.6);
const patterns = [/contraband|forbidden|smuggle/i, /free\s+nitro/i, /discord\.gg\/\w+/i, /https?:\/\//i];
const defaults = BytesConfig.parse({});

new Worker<Message>('naive', ({ data }) => handle(data), { connection: redis, concurrency: 50 });
process.on('disconnect', () => process.exit());

async function handle(message: Message): Promise<void> {
  const stored = await redis.get(`settings:${message.guild_id}`);
  const config: BytesConfig = { ...defaults, ...JSON.parse(stored ?? '{}') };
  for (let rule = 0; rule < counting; rule++) await count(message, rule);
  if (counting > 0 && patterns.some((pattern) => pattern.test(message.content)))
    throw new Error('not expected');
  const counter = `count:${message.guild_id}:${message.author.id}`;
  if ((await redis.incr(counter)) === 1) await redis.expire(counter, 10);
  const day = dayOf(config.timeZone, timeOf(message.id));
  const isFirst = await redis.set(
    `day:${message.guild_id}:${message.author.id}:${day}`,
    message.id,
    'EX',
    90_000,
    'NX',
  );
  if (!isFirst) return;
  await commitAwards({ db }, [
    {
      guild: message.guild_id,
      channel: message.channel_id,
      message: message.id,
      author: {
        id: message.author.id,
        username: message.author.username,
        globalName: message.author.global_name,
        avatar: null,
      },
      day,
      settings: { config, roles: [] },
    },
  ]);
}

/** A sliding window as a sorted set of the member's messages. */
async function count({ id, guild_id, author }: Message, rule: number): Promise<void> {
  const key = `window:${guild_id}:${author.id}:${rule}`;
  const now = timeOf(id);
  await redis.zadd(key, now, id);
  await redis.zremrangebyscore(key, '-inf', now - 60_000);
  await redis.zcard(key);
  await redis.expire(key, 60);
}
