import type { APIEmbed } from 'discord-api-types/v10';
import { z } from 'zod';
import { HOUR } from '../../shared/core/clock.ts';
import { keys, partitionOf } from '../../shared/core/keys.ts';
import { script } from '../../shared/core/script.ts';
import type { EffectDeps, EffectOf } from './kind.ts';

export type LogEntry = EffectOf<'log'>;
type Deps = Pick<EffectDeps, 'redis' | 'partitions'>;

export const remembered: number = HOUR; // no entry is tried for longer

const Part = z.object({
  nonce: z.string(),
  embeds: z.array(z.custom<APIEmbed>()), // our own, as it was queued
  pings: z.array(z.string()).default([]),
});
type LogPart = z.infer<typeof Part>;

/** One message of a log channel. `parts`: none once it was sent. */
export interface LogMessage {
  /** Of the entry that it begins with. */
  nonce: string;
  parts: LogPart[];
}

/**
 * The message that these entries of one channel go into. Where the first one has its message already, that is it, whatever
 * the others are; so however often its job runs, it says the same under the same nonce.
 */
export async function claimMessage(deps: Deps, entries: readonly LogEntry[]): Promise<LogMessage> {
  const [first] = entries;
  if (!first) throw new Error('a message without an entry');
  const nonce = await claim(
    deps.redis,
    [messageKey(deps, first, first.nonce), ...entries.map((entry) => entryKey(deps, first, entry.nonce))],
    [remembered, first.nonce, ...entries.map((entry) => JSON.stringify(Part.parse(entry)))],
  );
  const stored = await deps.redis.get(messageKey(deps, first, nonce));
  if (stored === '') return { nonce, parts: [] };
  return { nonce, parts: stored === null ? [Part.parse(first)] : z.array(Part).parse(JSON.parse(stored)) };
}

/** So that the other jobs of the message know. */
export async function noteSent(deps: Deps, entry: LogEntry, { nonce }: LogMessage): Promise<void> {
  await deps.redis.set(messageKey(deps, entry, nonce), '', 'PX', remembered);
}

/** Lets the entries go into other messages: this one was certainly not sent. */
export async function releaseMessage(
  deps: Deps,
  entry: LogEntry,
  { nonce, parts }: LogMessage,
): Promise<void> {
  const entries = parts.map((part) => entryKey(deps, entry, part.nonce));
  await deps.redis.del(messageKey(deps, entry, nonce), ...entries);
}

const claim = script<[number, string, ...string[]], string>(
  new URL('./lua/claim-entries.lua', import.meta.url),
  (raw) => z.string().parse(raw),
);

function messageKey({ partitions }: Deps, { guild, channel }: LogEntry, nonce: string): string {
  return keys.logMessage(partitionOf(guild, partitions), channel, nonce);
}

function entryKey({ partitions }: Deps, { guild, channel }: LogEntry, nonce: string): string {
  return keys.logEntry(partitionOf(guild, partitions), channel, nonce);
}
