import { existsSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { ChosenDays } from './kept-days.ts';

const flag = z.stringbool();
const count = z.coerce.number().int().min(1).max(1024);
const port = z.coerce.number().int().min(0).max(65_535);

/**
 * Every variable the system reads, once, with its default and its meaning: `.env.example` and the README's
 * table are made from it.
 */
export const Config = z.object({
  DISCORD_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('The bot token. Unset: the sandbox stands in for Discord.'),
  DISCORD_API: z
    .url({ protocol: /^https?$/ })
    .default('https://discord.com/api')
    .describe('Base URL of all REST calls and, through /gateway/bot, of the gateway.'),
  DISCORD_CLIENT_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe("The application's OAuth2 secret, for signing in with Discord. Unset: that is not offered."),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('Postgres 15 or newer. Unset: an embedded one under DATA_DIR.'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .describe('Redis 7 or newer. Unset: an embedded one under DATA_DIR.'),
  REDIS_CLUSTER: flag.default(false).describe('REDIS_URL names a node of a Redis Cluster.'),
  DATA_DIR: z.string().default('.data').describe('Where the embedded services and PM2 keep their files.'),
  WEB_PORT: port.default(3000).describe('Port of the web tier.'),
  WEB_BIND: z.string().default('127.0.0.1').describe('Address the web tier listens on.'),
  WEB_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The origin people see, behind a proxy: https://bot.example. Default: the bind address.'),
  TRUST_PROXY: flag.default(false).describe('Believe X-Forwarded-* headers, behind your own proxy only.'),
  SHARD_COUNT: z
    .union([z.literal('auto'), count])
    .default('auto')
    .describe("Number of gateway shards, or `auto` for Discord's recommendation."),
  SHARD_PROCESSES: count.default(1).describe('Processes of this host that hold gateway connections.'),
  WORKER_PROCESSES: count.default(1).describe('Processes of this host that handle events and commands.'),
  EFFECTS_PROCESSES: count
    .default(1)
    .describe('Processes of this host that call Discord; those beyond PARTITIONS, over all hosts, stand by.'),
  WEB_PROCESSES: count.default(1).describe('Processes of this host that serve HTTP.'),
  PARTITIONS: count.default(1).describe('Partitions of queues and keys; more than 1 for Redis Cluster.'),
  GATEWAY_PRESENCES: flag
    .default(false)
    .describe('Ask for the presence intent, as a source of profile changes.'),
  ADMIN_USERNAME: z.string().min(3).max(32).default('owner').describe('Name of the first staff account.'),
  ADMIN_PASSWORD: z
    .string()
    .min(12)
    .max(72)
    .optional()
    .describe('Password of the first staff account. Unset: generated and shown once.'),
  SECRET: z.string().min(32).describe('Signs sessions; 32 characters or more. Generated when embedded.'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token for /metrics. Unset: loopback only, and nobody behind a proxy.'),
  ALARM_WEBHOOK: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A webhook of Discord that is told of dead shards, lagging queues and the like.'),
  WEBHOOKS_PRIVATE: flag
    .default(false)
    .describe(
      'Let outgoing webhooks use http and reach this machine and private networks: only where you trust all who may make one.',
    ),
  RETENTION: ChosenDays.optional().describe(
    'Days for which rows stay, where other than usual: `page_views=30,operations=180`. The Database page names the tables.',
  ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Least level logged.'),
});
export type Config = z.infer<typeof Config>;

/** Reads the environment (and `.env`, which never overrides it); names every bad variable at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  if (environment === process.env && existsSync('.env')) process.loadEnvFile('.env');
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = Config.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${reason(issue)}`);
  throw new AppError('bad-config', { message: `The configuration is not usable:\n${faults.join('\n')}` });
}

function reason(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0]);
  const meaning = name in Config.shape ? Config.shape[name as keyof Config].description : undefined;
  return meaning ? `${issue.message}. ${meaning}` : issue.message;
}

const indexes = { shards: 'SHARD_PROCESS', workers: 'WORKER_PROCESS', effects: 'EFFECTS_PROCESS' } as const;

/**
 * Which of its role on its host a process is, as the ecosystem file numbers them: heartbeats and leases know it by that name.
 * Not checked, since a log has the name before anything is read.
 */
export function indexOf(role: keyof typeof indexes, environment: NodeJS.ProcessEnv = process.env): string {
  return environment[indexes[role]] || '0';
}

/** Two processes of one name would take each other's work for their own. */
export function requireIndex(role: keyof typeof indexes, environment: NodeJS.ProcessEnv = process.env): void {
  if (/^\d{1,4}$/.test(indexOf(role, environment))) return;
  throw new AppError('bad-config', {
    message: `The configuration is not usable:\n  ${indexes[role]}: must be a whole number, another one for each of its role on a host.`,
  });
}

/** What a process that talks to Discord needs; the token is only optional where the sandbox provides it. */
export function requireToken(config: Config): string {
  if (config.DISCORD_TOKEN) return config.DISCORD_TOKEN;
  throw new AppError('bad-config', {
    message:
      'The configuration is not usable:\n  DISCORD_TOKEN: missing. Start with `npm start` to run on the sandbox.',
  });
}
