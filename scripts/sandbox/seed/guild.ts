import { type APIRole, ChannelType } from 'discord-api-types/v10';
import { takeBotOut } from '../world/bot-guilds.ts';
import { createChannel, createMember, createRole, createUser } from '../world/create.ts';
import { LazyMap } from '../world/lazy-map.ts';
import { firstTextChannel } from '../world/lookups.ts';
import type { Guild, World } from '../world/types.ts';
import { channelId, emojiId, guildId, roleId } from './ids.ts';
import { forEveryone, usualBotPermissions } from './permissions.ts';
import { populate } from './population.ts';
import type { ChannelSeed, GuildSeed, MemberSeed, RoleSeed } from './types.ts';

const firstMember: MemberSeed = { name: 'ada' };

/** Builds the guild and puts it, its users and, unless it is `withoutBot`, the bot into the world. Tells nobody. */
export function seedGuild(world: World, seed: GuildSeed): Guild {
  const id = seed.id ?? guildId(seed.name);
  if (world.guilds.has(id)) throw new Error(`the sandbox already has a guild ${id} (${seed.name})`);
  const guild = emptyGuild(world, id, seed);
  world.elsewhere.delete(id);
  world.guilds.set(id, guild);
  if (seed.generatedMembers) {
    const population = -1 - world.populations.size;
    world.populations.set(population, seed.generatedMembers);
    populate(world, guild, population, seed.generatedMembers);
  }
  for (const role of rolesOf(world, seed, id)) guild.roles.set(role.id, role);
  for (const channel of seed.channels ?? [{ name: 'general' }]) seedChannel(world, guild, channel);
  for (const emoji of seed.emojis ?? []) {
    const key = emoji.id ?? emojiId(id, emoji.name);
    guild.emojis.set(key, { id: key, name: emoji.name, animated: emoji.animated ?? false, available: true });
  }
  const members = seed.members ?? [firstMember];
  for (const member of members) seedMember(world, guild, member);
  const bot = createMember(guild, world.bot, { joinedAt: guild.joinedAt });
  bot.roles.push(roleId(id, botRoleName(world)));
  guild.members.set(world.bot.id, bot);
  guild.ownerId = ownerOf(guild, seed);
  guild.systemChannelId = firstTextChannel(guild)?.id ?? '';
  if (seed.withoutBot) takeBotOut(world, guild);
  return guild;
}

/** With nobody and nothing in it. */
export function emptyGuild(world: World, id: string, seed: Pick<GuildSeed, 'name' | 'locale'>): Guild {
  return {
    id,
    ...createGuildFields(id),
    name: seed.name,
    locale: seed.locale ?? 'en-US',
    joinedAt: new Date(Math.min(world.now(), Date.UTC(2023, 5, 1))).toISOString(),
  };
}

function createGuildFields(id: string): Omit<Guild, 'id' | 'name' | 'locale' | 'joinedAt'> {
  return {
    shardKey: Number(BigInt(id) >> 22n),
    ownerId: '',
    systemChannelId: '',
    settings: {},
    unavailable: false,
    roles: new Map(),
    channels: new Map(),
    threads: new Map(),
    members: new LazyMap(),
    presences: new Map(),
    bans: new Map(),
    emojis: new Map(),
    auditLog: [],
    autoModRules: new Map(),
    incidents: { invitesUntil: null, messagesUntil: null },
  };
}

function rolesOf(world: World, seed: GuildSeed, id: string): APIRole[] {
  const wanted = seed.roles ?? [];
  const bot: RoleSeed = { name: botRoleName(world), permissions: seed.botPermissions ?? usualBotPermissions };
  const order = [...wanted.filter((r) => !r.aboveBot), bot, ...wanted.filter((r) => r.aboveBot)];
  const everyone = createRole({ id, name: '@everyone', permissions: forEveryone, position: 0 });
  return [
    everyone,
    ...order.map((role, index) =>
      createRole({
        id: role.id ?? roleId(id, role.name),
        name: role.name,
        permissions: role.permissions ?? 0n,
        color: role.color ?? 0,
        position: index + 1,
        botId: role === bot ? world.bot.id : undefined,
      }),
    ),
  ];
}

function botRoleName(world: World): string {
  return world.application.name;
}

function seedChannel(world: World, guild: Guild, seed: ChannelSeed): void {
  const channel = createChannel({
    id: seed.id ?? channelId(guild.id, seed.name),
    guildId: guild.id,
    name: seed.name,
    type: seed.type ?? ChannelType.GuildText,
    position: guild.channels.size,
    parentId: seed.parent ? channelId(guild.id, seed.parent) : null,
    topic: seed.topic ?? null,
    overwrites: seed.overwrites ?? [],
  });
  guild.channels.set(channel.id, channel);
  world.channels.set(channel.id, channel);
}

function seedMember(world: World, guild: Guild, seed: MemberSeed): void {
  const user = createUser(seed);
  const known = world.users.get(user.id) ?? user;
  world.users.set(known.id, known);
  if (seed.closedToMessages) world.closedToMessages.add(known.id);
  const member = createMember(guild, known, { joinedAt: seed.joinedAt ?? guild.joinedAt, nick: seed.nick });
  for (const name of seed.roles ?? []) member.roles.push(roleNamed(guild, name));
  guild.members.set(known.id, member);
}

function ownerOf(guild: Guild, seed: GuildSeed): string {
  let first: string | undefined;
  for (const { user } of guild.members.values()) {
    if (seed.owner === undefined || user.username === seed.owner) return user.id;
    first ??= user.id;
  }
  if (first === undefined) throw new Error(`guild ${seed.name} has nobody who could own it`);
  return first;
}

function roleNamed(guild: Guild, name: string): string {
  const role = [...guild.roles.values()].find((r) => r.name === name);
  if (!role) throw new Error(`guild ${guild.name} has no role ${name}`);
  return role.id;
}
