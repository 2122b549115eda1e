import { GatewayCloseCodes, GatewayOpcodes } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Connection, frame } from './connection.ts';
import type { GatewayDeps } from './deps.ts';
import { greet, guildsOf } from './greeting.ts';
import { allIntents, disallowed } from './intents.ts';
import { createSession } from './session.ts';

const mostGuildsOfShard = 2_500; // Discord's documentation, "Sharding": above it, 4011

const noIntents = 2 ** 31; // what is no intent, in place of none at all: Discord closes both with 4013

const Identify = z.object({
  token: z.string(),
  properties: z.object({}).loose(),
  intents: z.number().int().nonnegative().default(noIntents),
  compress: z.boolean().nullish(),
  large_threshold: z.number().int().min(50).max(250).nullish(),
  shard: z.tuple([z.number().int(), z.number().int()]).nullish(),
});

/** Op 2: a new session, READY, then its guilds one by one. */
export function identify(deps: GatewayDeps, connection: Connection, d: unknown) {
  const parsed = Identify.safeParse(d);
  if (!parsed.success)
    return connection.close(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
  const { token, intents } = parsed.data;
  const [shard, shards] = parsed.data.shard ?? [0, 1];
  const refusal = refuse(deps, { token, intents, shard, shards });
  if (refusal) return connection.close(...refusal);
  const guilds = guildsOf(deps.world, { shard, shards });
  if (guilds.length > mostGuildsOfShard)
    return connection.close(GatewayCloseCodes.ShardingRequired, 'Sharding required.');
  const turn = deps.identifies.take(shard);
  if (turn === 'used up') {
    deps.resetToken();
    return connection.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
  }
  if (turn === 'too soon') {
    deps.counts.invalidSessions += 1;
    return connection.send(frame(GatewayOpcodes.InvalidSession, false));
  }
  if (parsed.data.compress) connection.compressPayloads();
  const largeThreshold = parsed.data.large_threshold ?? 50;
  const limits = { frames: deps.options.resumeBuffer, bytes: deps.options.resumeBytes };
  const session = createSession({ shard, shards, intents, largeThreshold }, limits);
  deps.sessions.set(session.id, session);
  deps.counts.identifies += 1;
  connection.session = session;
  session.connection = connection;
  greet(deps, session, guilds);
  deps.changed();
}

type Refusal = [code: number, reason: string];

function refuse(
  deps: GatewayDeps,
  wanted: { token: string; intents: number; shard: number; shards: number },
): Refusal | null {
  const { world, options } = deps;
  if (wanted.token !== world.token) return [GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.'];
  if (wanted.shard < 0 || wanted.shards < 1 || wanted.shard >= wanted.shards)
    return [GatewayCloseCodes.InvalidShard, 'Invalid shard.'];
  if (wanted.intents >= noIntents || wanted.intents & ~allIntents)
    return [GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).'];
  if (disallowed(wanted.intents, options.intents))
    return [GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).'];
  return null;
}
