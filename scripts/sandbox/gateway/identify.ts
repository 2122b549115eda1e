import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { z } from 'zod';
import { guildCreateJson } from '../shapes/guild.ts';
import { botMember } from '../world/lookups.ts';
import type { Guild, Member, World } from '../world/types.ts';
import { type Connection, frame } from './connection.ts';
import type { GatewayDeps } from './deps.ts';
import { allIntents, applicationFlags, disallowed } from './intents.ts';
import { createSession, type Session } from './session.ts';

const mostGuildsOfShard = 2_500; // Discord's documentation, "Sharding": above it, 4011
const smallestUnlisted = 75_000; // … and from so many members on, GUILD_CREATE carries none but the bot

const Identify = z.object({
  token: z.string(),
  properties: z.object({}).loose(),
  intents: z.number().int().nonnegative(),
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
  if (!deps.identifies.take(shard)) {
    deps.counts.invalidSessions += 1;
    return connection.send(frame(GatewayOpcodes.InvalidSession, false));
  }
  if (parsed.data.compress) connection.compressPayloads();
  const largeThreshold = parsed.data.large_threshold ?? 50;
  const session = createSession({ shard, shards, intents, largeThreshold }, deps.options.resumeBuffer);
  deps.sessions.set(session.id, session);
  deps.counts.identifies += 1;
  connection.session = session;
  session.connection = connection;
  greet(deps, session);
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
  if (wanted.intents & ~allIntents) return [GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).'];
  if (disallowed(wanted.intents, options.intents))
    return [GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).'];
  if (guildsOf(world, wanted).length > mostGuildsOfShard)
    return [GatewayCloseCodes.ShardingRequired, 'Sharding required.'];
  return null;
}

function greet({ world, url, options }: GatewayDeps, session: Session): void {
  const guilds = guildsOf(world, session);
  const ready = {
    v: 10,
    user: { ...world.bot, verified: true, mfa_enabled: true, email: null, flags: 0 },
    user_settings: {},
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: url(),
    shard: [session.shard, session.shards],
    application: { id: world.application.id, flags: applicationFlags(options.intents) },
    private_channels: [],
    relationships: [],
    presences: [],
    _trace: ['["sandbox",{}]'],
  };
  session.deliver('READY', JSON.stringify(ready));
  if (!(session.intents & GatewayIntentBits.Guilds)) return;
  for (const guild of guilds) {
    const json = guildCreateJson(guild, listed(world, guild, session), session.largeThreshold);
    session.deliver('GUILD_CREATE', JSON.stringify(json));
  }
}

function guildsOf(world: World, { shard, shards }: { shard: number; shards: number }): Guild[] {
  return [...world.guilds.values()].filter((guild) => guild.shardKey % shards === shard);
}

/** Members come with GUILD_CREATE only under the presence intent, and not in large guilds. */
function listed(world: World, guild: Guild, session: Session): Member[] {
  const count = guild.members.size;
  const whole = session.intents & GatewayIntentBits.GuildPresences && count <= session.largeThreshold;
  return whole && count < smallestUnlisted ? [...guild.members.values()] : [botMember(world, guild)];
}
