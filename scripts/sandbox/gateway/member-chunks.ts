import { setImmediate as turn } from 'node:timers/promises';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { z } from 'zod';
import { memberWithUserJson } from '../shapes/user.ts';
import type { Guild, Member } from '../world/types.ts';
import type { GatewayDeps } from './deps.ts';
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
  const { found, missing } = choose(guild, order);
  const nonce = order.nonce && Buffer.byteLength(order.nonce) <= longestNonce ? { nonce: order.nonce } : {};
  const chunks = Math.max(1, Math.ceil(found.length / chunkSize));
  for (let index = 0; index < chunks; index += 1) {
    const members = found.slice(index * chunkSize, (index + 1) * chunkSize).map(memberWithUserJson);
    const chunk = {
      guild_id: guild.id,
      members,
      chunk_index: index,
      chunk_count: chunks,
      ...(index === 0 && missing.length > 0 ? { not_found: missing } : {}),
      ...(order.presences ? { presences: [] } : {}),
      ...nonce,
    };
    session.deliver('GUILD_MEMBERS_CHUNK', JSON.stringify(chunk));
    await turn();
  }
}

function whyRefused(session: Session, order: RequestMembers): string | null {
  const has = (intent: number) => (session.intents & intent) !== 0;
  if (order.query === undefined && order.user_ids === undefined) return 'neither query nor user_ids';
  if (order.query !== undefined && order.user_ids !== undefined) return 'both query and user_ids';
  if (order.query !== undefined && order.limit === undefined) return 'a query needs a limit';
  if (order.presences && !has(GatewayIntentBits.GuildPresences)) return 'presences without GUILD_PRESENCES';
  if (order.query === '' && order.limit === 0)
    return has(GatewayIntentBits.GuildMembers) ? null : 'all members without GUILD_MEMBERS';
  if ((order.limit ?? 0) > 100) return 'a limit above 100';
  if (idsOf(order).length > 100) return 'more than 100 user_ids';
  return null;
}

function choose(guild: Guild, order: RequestMembers): { found: Member[]; missing: string[] } {
  const ids = idsOf(order);
  if (order.user_ids !== undefined) {
    const found = ids.map((id) => guild.members.get(id)).filter((member) => member !== undefined);
    return { found, missing: ids.filter((id) => !guild.members.has(id)) };
  }
  const start = (order.query ?? '').toLowerCase();
  const matching = [...guild.members.values()].filter((member) => isCalled(member, start));
  return { found: order.limit ? matching.slice(0, order.limit) : matching, missing: [] };
}

function isCalled({ user, nick }: Member, start: string): boolean {
  return start === '' || [user.username, nick ?? ''].some((name) => name.toLowerCase().startsWith(start));
}

function idsOf(order: RequestMembers): string[] {
  return typeof order.user_ids === 'string' ? [order.user_ids] : (order.user_ids ?? []);
}
