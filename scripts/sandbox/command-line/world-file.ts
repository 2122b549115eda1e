import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { z } from 'zod';
import type { WorldSeed } from '../seed/types.ts';
import { Unusable } from './unusable.ts';

const Id = z.string().regex(/^\d{15,20}$/, 'an id is 15 to 20 digits');
const Name = z.string().min(1).max(100);

/** `"8"`, or names as in Discord's documentation: `["ManageMessages", "BanMembers"]`. */
const Permissions = z
  .union([
    z.string().regex(/^\d+$/, 'permissions are digits, or a list of names'),
    z.array(z.literal(Object.keys(PermissionFlagsBits) as (keyof typeof PermissionFlagsBits)[])), // its own keys
  ])
  .transform((bits) =>
    typeof bits === 'string' ? BigInt(bits) : bits.reduce((all, name) => all | PermissionFlagsBits[name], 0n),
  );

const Role = z.strictObject({
  id: Id.optional(),
  name: Name,
  permissions: Permissions.optional(),
  color: z.int().min(0).max(0xffffff).optional(),
  aboveBot: z.boolean().optional(),
});
const types = {
  text: ChannelType.GuildText,
  voice: ChannelType.GuildVoice,
  category: ChannelType.GuildCategory,
};
const Channel = z.strictObject({
  id: Id.optional(),
  name: Name,
  type: z
    .enum(['text', 'voice', 'category'])
    .transform((type) => types[type])
    .optional(),
  parent: Name.optional(),
  topic: z.string().max(1_024).optional(),
});
const Member = z.strictObject({
  id: Id.optional(),
  name: Name.max(32),
  displayName: Name.max(32).optional(),
  nick: Name.max(32).optional(),
  bot: z.boolean().optional(),
  roles: z.array(Name).optional(),
  joinedAt: z.iso.datetime({ offset: true }).optional(),
  closedToMessages: z.boolean().optional(),
});
const Guild = z
  .strictObject({
    id: Id.optional(),
    name: Name,
    owner: Name.optional(),
    locale: z.string().optional(),
    roles: z.array(Role).optional(),
    channels: z.array(Channel).optional(),
    members: z.array(Member).min(1).optional(),
    generatedMembers: z.int().min(0).max(4_000_000).optional(),
    emojis: z.array(z.strictObject({ id: Id.optional(), name: z.string().regex(/^\w{2,32}$/) })).optional(),
    withoutBot: z.boolean().optional(),
    botPermissions: Permissions.optional(),
  })
  .check(({ value, issues }) => {
    const { roles = [], members = [] } = value;
    const report = (message: string, path: (string | number)[]) =>
      issues.push({ code: 'custom', message, path, input: value });
    members.forEach((member, n) => {
      const stray = member.roles?.find((name) => !roles.some((role) => role.name === name));
      if (stray !== undefined) report(`the guild has no role “${stray}”`, ['members', n, 'roles']);
    });
    if (value.owner !== undefined && !members.some(({ name }) => name === value.owner))
      report(`the guild has no member “${value.owner}”`, ['owner']);
  });

const World = z.strictObject({
  application: z
    .strictObject({ id: Id.optional(), name: Name.optional(), redirectUris: z.array(z.string()).optional() })
    .optional(),
  guilds: z.array(Guild).refine((guilds) => new Set(guilds.map(({ name }) => name)).size === guilds.length, {
    message: 'two guilds have the same name',
  }),
});

/** Guilds from a JSON file, in the shape of `WorldSeed`. Throws `Unusable` with the first thing that is wrong. */
export function readWorld(file: string): WorldSeed {
  const path = resolve(process.env.INIT_CWD ?? '.', file); // npm runs scripts elsewhere than they were called
  const parsed = World.safeParse(jsonIn(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  throw new Unusable(
    `${file}: ${where ? `${where.replace(/^\./, '')}: ` : ''}${issue?.message ?? 'not a world'}.`,
  );
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? `is no JSON (${cause.message})` : 'cannot be read';
    throw new Unusable(`${path} ${why}.`, { cause });
  }
}
