import type { APIEmbed } from 'discord-api-types/v10';
import { HOUR } from '../../core/clock.ts';
import { cut, literally } from '../../core/plain-text.ts';
import type { Effect } from '../../core/queues.ts';
import type { Snowflake } from '../../core/snowflake.ts';
import type { ModerationConfig } from '../settings.ts';

/** An entry of a guild's log channel, as the effect `log` takes it. `nonce`: what it is about, so that it comes once. */
export type LogEntry = Omit<Extract<Effect, { kind: 'log' }>, 'kind'>;

/** For so long an entry's nonce is remembered (workers/effects/log-messages.ts); what is repeated later is not told again. */
export const tellable: number = HOUR;

/** The settings of guilds; of one that is not there nothing is logged. */
export type Policies = ReadonlyMap<Snowflake, ModerationConfig>;

type LogChannel = {
  [K in keyof ModerationConfig]: K extends `${string}Log` ? K : never;
}[keyof ModerationConfig];
type Ping = {
  [K in keyof ModerationConfig]: K extends `pingFor${string}` ? K : never;
}[keyof ModerationConfig];

/** Where a guild wants entries of a kind, and whether its moderators are mentioned; undefined where it wants none. */
export function placeOf(
  policies: Policies,
  guild: Snowflake,
  kind: LogChannel,
  ping?: Ping,
): Pick<LogEntry, 'guild' | 'channel' | 'pings'> | undefined {
  const policy = policies.get(guild);
  const channel = policy?.[kind];
  if (!policy || !channel) return undefined;
  const { moderatorRole } = policy;
  return { guild, channel, ...(ping && policy[ping] && moderatorRole ? { pings: [moderatorRole] } : {}) };
}

/** The guilds, of these, that have such a log. */
export function wanting(policies: Policies, guilds: Iterable<Snowflake>, kind: LogChannel): Set<Snowflake> {
  return new Set([...guilds].filter((guild) => policies.get(guild)?.[kind]));
}

/** Lines of an embed; those that have nothing to say are left out. Mentions in embeds ping nobody. */
export function lines(...all: readonly (string | false | null | undefined)[]): string {
  return all.filter(Boolean).join('\n');
}

/** A member, also one whom Discord cannot name any more. */
export function mention(user: Snowflake): string {
  return `<@${user}> (\`${user}\`)`;
}

const mostLines = 25; // of one text: each has a mark of its own

/** What somebody wrote, in one block, at most so many characters of it. */
export function quote(text: string, most: number): string {
  return literally(cut(text, most))
    .split('\n')
    .slice(0, mostLines)
    .map((line) => `> ${line}`)
    .join('\n');
}

export function linkTo(guild: Snowflake, channel: Snowflake, message: Snowflake): string {
  return `https://discord.com/channels/${guild}/${channel}/${message}`;
}

/** RGB: what is bad, what is worth a look, what is good, and everything else. */
export const colors = {
  grave: 0xd8_3c_3e,
  notable: 0xe0_a0_30,
  good: 0x3b_a5_5d,
  plain: 0x6b_76_89,
} as const;

export function timed(embed: APIEmbed, at: Date | number): APIEmbed {
  return { ...embed, timestamp: new Date(at).toISOString() };
}

/** A time as everyone reads it in their own zone. */
export function showTime(at: Date | number): string {
  const seconds = Math.ceil(Number(at) / 1_000);
  return `<t:${seconds}:f> (<t:${seconds}:R>)`;
}
