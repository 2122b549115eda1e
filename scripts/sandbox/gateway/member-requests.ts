import { GatewayOpcodes } from 'discord-api-types/v10';
import type { GatewayDeps } from './deps.ts';
import type { Session } from './session.ts';

const mostRemembered = 10_000;

/**
 * Notes a request for all members of the guild. True, and told as RATE_LIMITED, where the last one is less than
 * `memberRequestsEvery` ago (Discord's documentation, "Rate Limited"; its change log of 2025 says 30 seconds).
 */
export function tooEarly(
  { world, options, memberRequests }: Pick<GatewayDeps, 'world' | 'options' | 'memberRequests'>,
  session: Session,
  guildId: string,
  nonce: { nonce?: string },
): boolean {
  const every = options.memberRequestsEvery;
  if (every <= 0) return false;
  const last = memberRequests.get(guildId) ?? Number.NEGATIVE_INFINITY;
  const wait = last + every - world.now();
  if (wait <= 0) {
    remember(memberRequests, guildId, world.now());
    return false;
  }
  const data = {
    opcode: GatewayOpcodes.RequestGuildMembers,
    retry_after: wait / 1_000,
    meta: { guild_id: guildId, ...nonce },
  };
  session.deliver('RATE_LIMITED', JSON.stringify(data));
  return true;
}

/** The latest last; the oldest are forgotten, they are long over. */
function remember(requests: Map<string, number>, guildId: string, at: number): void {
  requests.delete(guildId);
  requests.set(guildId, at);
  const [oldest] = requests.keys();
  if (requests.size > mostRemembered && oldest !== undefined) requests.delete(oldest);
}
