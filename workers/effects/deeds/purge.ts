import { DiscordAPIError } from '@discordjs/rest';
import { type APIMessage, RESTJSONErrorCodes as Code, MessageType, Routes } from 'discord-api-types/v10';
import { DAY, HOUR } from '../../../shared/core/clock.ts';
import { type Snowflake, timeOf } from '../../../shared/core/snowflake.ts';
import { type ChannelDeed, keepResult, type StoredDeed } from '../../../shared/moderation/channel-deeds.ts';
import { type DeedResult, readResult } from '../../../shared/moderation/deed-results.ts';
import type { EffectDeps } from '../kind.ts';

type Purge = Extract<ChannelDeed, { is: 'purge' }>;
interface Plan {
  messages: Snowflake[];
  /** How many were left because of their age. */
  older: number;
}

const page = 100; // Discord documentation, "Get Channel Messages"
const mostPages = 10; // a member's latest messages are looked for among so many of the channel
const oldest = 14 * DAY - HOUR; // Discord documentation, "Bulk Delete Messages"; clocks may differ
/** Discord documentation, "Message Types", those that are not deletable. */
const kept = new Set([
  MessageType.RecipientAdd,
  MessageType.RecipientRemove,
  MessageType.Call,
  MessageType.ChannelNameChange,
  MessageType.ChannelIconChange,
  MessageType.ThreadStarterMessage,
]);

/** Deletes a channel's latest messages. Which ones is written down first: a retry deletes those, not as many others. */
export async function purge(
  deps: EffectDeps,
  wanted: StoredDeed,
  deed: Purge,
  reason: string,
): Promise<void> {
  const known = readResult(wanted.result, 'purge');
  const plan = known ?? (await choose(deps, wanted, deed));
  if (!known) await keepResult(deps, wanted.id, { is: 'purge', ...plan } satisfies DeedResult);
  await remove(deps, wanted, plan.messages, reason);
}

async function choose(deps: EffectDeps, wanted: StoredDeed, deed: Purge): Promise<Plan> {
  const plan: Plan = { messages: [], older: 0 };
  let before = deed.before;
  for (let pages = 0; pages < mostPages; pages++) {
    const found = await readPage(deps, wanted, before);
    for (const { id, author, type } of found) {
      if (plan.messages.length + plan.older >= deed.count) return plan;
      if ((deed.user !== null && author.id !== deed.user) || kept.has(type)) continue;
      if (deps.clock() - timeOf(id) < oldest) plan.messages.push(id);
      else plan.older += 1;
    }
    const last = found.at(-1);
    if (!last || found.length < page || plan.older > 0) return plan;
    before = last.id;
  }
  return plan;
}

/** Newest first. */
async function readPage(
  { rest }: EffectDeps,
  { channel }: StoredDeed,
  before: Snowflake,
): Promise<APIMessage[]> {
  const query = new URLSearchParams({ limit: String(page), before });
  return (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
}

/** What is gone already is no hindrance. */
async function remove(
  { rest }: EffectDeps,
  { channel }: StoredDeed,
  messages: readonly Snowflake[],
  reason: string,
): Promise<void> {
  const [only, ...others] = messages;
  if (only === undefined) return;
  if (others.length > 0) {
    await rest.post(Routes.channelBulkDelete(channel), { body: { messages }, reason });
    return;
  }
  await rest.delete(Routes.channelMessage(channel, only), { reason }).catch((error: unknown) => {
    if (!(error instanceof DiscordAPIError) || error.code !== Code.UnknownMessage) throw error;
  });
}
