import { setTimeout as wait } from 'node:timers/promises';
import { DiscordAPIError, RateLimitError } from '@discordjs/rest';
import { type RESTPostAPIChannelMessageJSONBody, Routes } from 'discord-api-types/v10';
import { LRUCache } from 'lru-cache';
import { SECOND } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { mostEmbeds, mostSigns, sizeOf } from './embed-size.ts';
import { type EffectDeps, type EffectKind, Never, NotYet } from './kind.ts';
import { openLine } from './line.ts';
import {
  claimMessage,
  type LogEntry,
  type LogMessage,
  noteSent,
  releaseMessage,
  remembered,
} from './log-messages.ts';
import { openTurns } from './log-turns.ts';
import { type OwnPlaces, rememberOwnPlaces } from './own-places.ts';
import { elsewhere } from './refusals.ts';

/** An entry whose job waits for its channel. */
interface Waiting {
  entry: LogEntry;
  /** Once it is part of a message. */
  sent?: Promise<void>;
  /** A message that it was part of could not be read by Discord. */
  alone?: true;
}

const pace = SECOND; // Discord takes five messages of a channel in five seconds
const channels = 10_000;

/** Entries of log channels. What waits for one channel goes together; it pings the roles it says, and nobody else. */
export function openLogs(between: number = pace): EffectKind<'log'> {
  const inLine = openLine();
  const atTheDoor = openLine(); // in the order of the queue, whatever has to be looked up
  const putOff = openTurns(between);
  const waiting = new Map<Snowflake, Set<Waiting>>();
  const places = rememberOwnPlaces();
  const resting = new LRUCache<Snowflake, true>({ max: channels, ttl: between });

  async function takeTurn(deps: EffectDeps, mine: Waiting, all: ReadonlySet<Waiting>): Promise<void> {
    if (mine.sent) return mine.sent;
    await wait(resting.getRemainingTTL(mine.entry.channel));
    const message = await claimMessage(
      deps,
      companyOf(mine, all).map(({ entry }) => entry),
    );
    const nonces = new Set(message.parts.map(({ nonce }) => nonce));
    const company = [...all].filter(({ entry }) => nonces.has(entry.nonce));
    const sent = sendMessage(deps, mine.entry, message);
    for (const each of company) each.sent = sent;
    if (between > 0) resting.set(mine.entry.channel, true);
    try {
      await sent;
    } catch (error) {
      if (!isUnreadable(error) || nonces.size < 2) throw error;
      for (const each of company) {
        each.alone = true;
        delete each.sent;
      }
      return takeTurn(deps, mine, all);
    }
  }

  return {
    patience: remembered,
    moot: [],
    async send(deps, asked, again = false) {
      const entry = await atTheDoor(`${asked.guild}:${asked.channel}`, () => admit(deps, asked, places));
      if (!entry) return new Never(elsewhere, 'The channel is not in this guild.');
      const mine: Waiting = { entry };
      const all = waiting.get(entry.channel) ?? new Set();
      const before = { channel: entry.channel, waiting: [...all].filter(({ sent }) => !sent).length, again };
      const after = putOff(before, deps.clock());
      if (after !== undefined) return new NotYet(after);
      waiting.set(entry.channel, all.add(mine));
      try {
        await inLine(entry.channel, () => takeTurn(deps, mine, all));
      } finally {
        all.delete(mine);
        if (all.size === 0 && waiting.get(entry.channel) === all) waiting.delete(entry.channel);
      }
    },
  };
}

export const logEntry: EffectKind<'log'> = openLogs();

/**
 * Before it waits with others, as what waits for one channel goes together. Undefined: the channel is another guild's.
 * Roles that are not the guild's are not mentioned.
 */
async function admit(deps: EffectDeps, entry: LogEntry, places: OwnPlaces): Promise<LogEntry | undefined> {
  const { guild, channel, pings = [] } = entry;
  if (!(await places.hasChannel(deps, guild, channel))) return undefined;
  const own = await Promise.all(pings.map((role) => places.hasRole(deps, guild, role)));
  return { ...entry, pings: pings.filter((_, index) => own[index]) };
}

/** What goes into a message with an entry: those that wait behind it, as many as Discord takes. */
function companyOf(mine: Waiting, all: ReadonlySet<Waiting>): Waiting[] {
  const company = [mine];
  let embeds = mine.entry.embeds.length;
  let signs = signsOf(mine);
  for (const each of mine.alone ? [] : all) {
    if (each === mine || each.sent || each.alone) continue;
    embeds += each.entry.embeds.length;
    signs += signsOf(each);
    if (embeds > mostEmbeds || signs > mostSigns) break;
    company.push(each);
  }
  return company;
}

function signsOf({ entry }: Waiting): number {
  return entry.embeds.reduce((sum, embed) => sum + sizeOf(embed), 0);
}

async function sendMessage(deps: EffectDeps, entry: LogEntry, message: LogMessage): Promise<void> {
  const { nonce, parts } = message;
  if (parts.length === 0) return;
  const roles = [...new Set(parts.flatMap(({ pings }) => pings))];
  const body: RESTPostAPIChannelMessageJSONBody = {
    ...(roles.length > 0 && { content: roles.map((role) => `<@&${role}>`).join(' ') }),
    embeds: parts.flatMap(({ embeds }) => embeds),
    nonce,
    enforce_nonce: true,
    allowed_mentions: { parse: [], roles },
  };
  try {
    await deps.rest.post(Routes.channelMessages(entry.channel), { body });
  } catch (error) {
    if (isCertain(error)) await releaseMessage(deps, entry, message);
    throw error;
  }
  await noteSent(deps, entry, message);
}

/** Faults that say that there is no message: Discord refused it, or it never left. */
function isCertain(error: unknown): boolean {
  return error instanceof DiscordAPIError || error instanceof RateLimitError || error instanceof AppError;
}

function isUnreadable(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 400;
}
