import { setImmediate as turn } from 'node:timers/promises';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { guildCreateJson } from '../shapes/guild.ts';
import { ownUserJson } from '../shapes/user.ts';
import { shardKeyOf } from '../snowflakes.ts';
import { botMember } from '../world/lookups.ts';
import type { Guild, Member, World } from '../world/types.ts';
import type { GatewayDeps } from './deps.ts';
import { applicationFlags } from './intents.ts';
import { presencesOf } from './presences.ts';
import type { Session } from './session.ts';

const perTurn = 25; // guilds announced in one turn of the event loop, about a millisecond's work
const smallestUnlisted = 75_000; // Discord's documentation, "Guild Create": from so many members on, none but the bot

/** READY at once, then the guilds one by one: the first ones at once, thousands in turns. */
export function greet(deps: GatewayDeps, session: Session, guilds: string[]): void {
  session.deliver('READY', JSON.stringify(ready(deps, session, guilds)));
  if (!(session.intents & GatewayIntentBits.Guilds)) return;
  session.unannounced = new Set(guilds);
  announceSome(deps, session);
  if (session.unannounced.size === 0) return;
  announceRest(deps, session).catch((error: unknown) => {
    console.error('sandbox: a session was not told of all its guilds', error);
    deps.end(session);
  });
}

/** Ids of the guilds that are the shard's. */
export function guildsOf(world: World, { shard, shards }: { shard: number; shards: number }): string[] {
  const ids: string[] = [];
  for (const id of world.guilds.keys()) if (shardKeyOf(id) % shards === shard) ids.push(id);
  return ids;
}

/** Tells of the guild now, where that is still to be done: what happens in it comes after its GUILD_CREATE. */
export function announce({ world }: Pick<GatewayDeps, 'world'>, session: Session, id: string): void {
  if (!session.unannounced.delete(id)) return;
  const guild = world.guilds.peek(id);
  if (!guild || guild.unavailable) return;
  session.deliver('GUILD_CREATE', guildText(world, session, guild), () => {
    const now = world.guilds.peek(id);
    return now ? guildText(world, session, now) : JSON.stringify({ id, unavailable: true });
  });
}

function announceSome(deps: GatewayDeps, session: Session): void {
  let left = perTurn;
  for (const id of session.unannounced) {
    announce(deps, session, id);
    left -= 1;
    if (left === 0) return;
  }
}

async function announceRest(deps: GatewayDeps, session: Session): Promise<void> {
  while (session.unannounced.size > 0) {
    await turn();
    await session.connection?.drained();
    if (deps.sessions.get(session.id) !== session) return;
    announceSome(deps, session);
  }
}

function ready({ world, url, options }: GatewayDeps, session: Session, guilds: string[]) {
  return {
    v: 10,
    user: ownUserJson(world),
    user_settings: {},
    guilds: guilds.map((id) => ({ id, unavailable: true })),
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
}

function guildText(world: World, session: Session, guild: Guild): string {
  const members = listed(world, guild, session);
  const presences = seesPresences(session) ? presencesOf(guild, members) : [];
  return JSON.stringify({ ...guildCreateJson(guild, members, session.largeThreshold), presences });
}

function seesPresences(session: Session): boolean {
  return (session.intents & GatewayIntentBits.GuildPresences) !== 0;
}

/** Members come with GUILD_CREATE only under the presence intent, and not in large guilds. */
function listed(world: World, guild: Guild, session: Session): Member[] {
  const count = guild.members.size;
  const whole = seesPresences(session) && count <= session.largeThreshold;
  return whole && count < smallestUnlisted ? [...guild.members.values()] : [botMember(world, guild)];
}
