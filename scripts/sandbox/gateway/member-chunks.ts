import { setImmediate as turn } from 'node:timers/promises';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { z } from 'zod';
import { memberWithUserJson } from '../shapes/user.ts';
import { membersCalled } from '../world/members-called.ts';
import type { Guild, Member } from '../world/types.ts';
import type { GatewayDeps } from './deps.ts';
import { tooEarly } from './member-requests.ts';
import { presencesOf } from './presences.ts';
import type { Session } from './session.ts';

const chunkSize = 1_000;
const longestNonce = 32; // bytes; Discord ignores a longer one
const op = 8;

const RequestMembers = z.object({
  guild_id: z.string(),
  query: z.string().optional(),
  limit: z.number().int().min(0).optional(),
  presences: z.boolean().nullish(),
  user_ids: z.union([z.string(), z.array(z.string())]).optional(),
  nonce: z.string().nullish(),
});
type RequestMembers = z.infer<typeof RequestMembers>;

/** Op 8 (Discord's documentation, "Request Guild Members"). What breaks its rules gets no answer. */
export async function requestMembers(deps: GatewayDeps, session: Session, d: unknown): Promise<void> {
  const parsed = RequestMembers.safeParse(d);
  if (!parsed.success) return deps.ignored(op, 'malformed request for guild members');
  const order = parsed.data;
  const guild = deps.world.guilds.get(order.guild_id);
  if (!guild || guild.shardKey % session.shards !== session.shard)
    return deps.ignored(op, `guild ${order.guild_id} is not on this shard`);
  const wrong = whyRefused(session, order);
  if (wrong) return deps.ignored(op, wrong);
  const nonce = order.nonce && Buffer.byteLength(order.nonce) <= longestNonce ? { nonce: order.nonce } : {};
  if (isForAll(order) && tooEarly(deps, session, guild.id, nonce)) return;
  const { count, found, missing } = choose(guild, order);
  const chunks = Math.max(1, Math.ceil(count / chunkSize));
  for (let index = 0; index < chunks; index += 1) {
    if (deps.sessions.get(session.id) !== session) return;
    const members = take(found, chunkSize);
    const chunk = {
      guild_id: guild.id,
      members: members.map(memberWithUserJson),
      chunk_index: index,
      chunk_count: chunks,
      ...(index === 0 && missing.length > 0 ? { not_found: missing } : {}),
      ...(order.presences ? { presences: presencesOf(guild, members) } : {}),
      ...nonce,
    };
    session.deliver('GUILD_MEMBERS_CHUNK', JSON.stringify(chunk));
    await turn();
    await session.connection?.drained();
  }
}

function isForAll({ query, limit }: RequestMembers): boolean {
  return query === '' && limit === 0;
}

function whyRefused(session: Session, order: RequestMembers): string | null {
  const has = (intent: number) => (session.intents & intent) !== 0;
  if (order.query === undefined && order.user_ids === undefined) return 'neither query nor user_ids';
  if (order.query !== undefined && order.user_ids !== undefined) return 'both query and user_ids';
  if (order.query !== undefined && order.limit === undefined) return 'a query needs a limit';
  if (order.presences && !has(GatewayIntentBits.GuildPresences)) return 'presences without GUILD_PRESENCES';
  if (isForAll(order))
    return has(GatewayIntentBits.GuildMembers) ? null : 'all members without GUILD_MEMBERS';
  if ((order.limit ?? 0) > 100) return 'a limit above 100';
  if (idsOf(order).length > 100) return 'more than 100 user_ids';
  return null;
}

interface Choice {
  count: number;
  /** Made while they are sent: a large guild's are never all there at once. */
  found: Iterator<Member>;
  missing: string[];
}

function choose(guild: Guild, order: RequestMembers): Choice {
  if (isForAll(order)) return { count: guild.members.size, found: guild.members.values(), missing: [] };
  const found = order.user_ids === undefined ? startingWith(guild, order) : byId(guild, idsOf(order));
  const missing = idsOf(order).filter((id) => !guild.members.has(id));
  return { count: found.length, found: found.values(), missing };
}

function byId(guild: Guild, ids: string[]): Member[] {
  return ids.map((id) => guild.members.peek(id)).filter((member) => member !== undefined);
}

/** Limit 0: all of them. */
function startingWith(guild: Guild, { query = '', limit = 0 }: RequestMembers): Member[] {
  return membersCalled(guild, query, limit === 0 ? Number.POSITIVE_INFINITY : limit);
}

function take(members: Iterator<Member>, most: number): Member[] {
  const taken: Member[] = [];
  while (taken.length < most) {
    const next = members.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

function idsOf(order: RequestMembers): string[] {
  return typeof order.user_ids === 'string' ? [order.user_ids] : (order.user_ids ?? []);
}
