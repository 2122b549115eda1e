import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import type { Guild, Sandbox } from '../../scripts/sandbox/index.ts';
import type { Knex } from '../../shared/db/knex.ts';

/** What the sandbox has of a guild is what Postgres has: its members, or its roles and channels as well. */
export async function expectMembersAsInDiscord(db: Knex, sandbox: Sandbox, guild: string): Promise<void> {
  const stored = await membersStored(db, guild);
  const truth = membersIn(guildIn(sandbox, guild));
  expect(stored.size).to.equal(truth.size);
  const wrong = [...truth].filter(([id, member]) => stored.get(id) !== member);
  expect(wrong.map(([id, member]) => ({ member, stored: stored.get(id) }))).to.deep.equal([]);
}

export async function isAsInDiscord(db: Knex, sandbox: Sandbox, id: string): Promise<boolean> {
  const guild = guildIn(sandbox, id);
  const [members, parts] = await Promise.all([membersStored(db, id), partsStored(db, id)]);
  return isDeepStrictEqual(members, membersIn(guild)) && isDeepStrictEqual(parts, partsIn(guild));
}

/** The same with a report of what differs. */
export async function expectAsInDiscord(db: Knex, sandbox: Sandbox, id: string): Promise<void> {
  await expectMembersAsInDiscord(db, sandbox, id);
  expect(await partsStored(db, id)).to.deep.equal(partsIn(guildIn(sandbox, id)));
}

function guildIn({ world }: Sandbox, id: string): Guild {
  const guild = world.guilds.get(id);
  if (!guild) throw new Error(`the sandbox has no guild ${id}`);
  return guild;
}

/** Active members by id, each as text. */
async function membersStored(db: Knex, guild: string): Promise<Map<string, string>> {
  const rows = await db('guild_members as m')
    .join('discord_users as u', 'u.id', 'm.user_id')
    .where({ guild_id: guild, active: true })
    .select('m.user_id as id', 'm.name', 'm.nick', 'm.roles', 'm.pending', 'm.joined_at', 'm.timed_out_until')
    .select('u.username', 'u.global_name', 'u.bot');
  return new Map(
    rows.map(({ id, name, nick, roles, pending, joined_at, timed_out_until, username, global_name, bot }) => [
      id,
      JSON.stringify({
        ...{
          name,
          nick,
          roles: roles.toSorted(),
          pending,
          joinedAt: joined_at,
          timedOutUntil: timed_out_until,
        },
        ...{ username, globalName: global_name, bot },
      }),
    ]),
  );
}

function membersIn({ members }: Guild): Map<string, string> {
  const told = [...members.values()].map(({ user, nick, roles, pending, joinedAt, timeoutUntil }) => {
    const { id, username, global_name: globalName, bot = false } = user;
    const name = nick ?? globalName ?? username;
    const timedOutUntil = timeoutUntil === null ? null : new Date(timeoutUntil);
    const here = {
      name,
      nick,
      roles: roles.toSorted(),
      pending,
      joinedAt: new Date(joinedAt),
      timedOutUntil,
    };
    return [id, JSON.stringify({ ...here, username, globalName, bot })] as const;
  });
  return new Map(told);
}

async function partsStored(db: Knex, guild: string) {
  const here = { guild_id: guild, active: true };
  const [facts, roles, channels] = await Promise.all([
    db('guilds').where({ id: guild }).first('name', 'owner_id as owner', 'active', 'member_count as count'),
    db('guild_roles')
      .where(here)
      .orderBy('id')
      .select('id', 'name', 'color', 'position', 'permissions', 'managed'),
    db('guild_channels')
      .where(here)
      .orderBy('id')
      .select('id', 'name', 'type', 'position', 'parent_id as parent', 'overwrites'),
  ]);
  return {
    facts,
    roles: roles.map((role) => ({ ...role, permissions: String(role.permissions) })),
    channels,
  };
}

const kinds = ['role', 'member'];
const byId = (a: { id: string }, b: { id: string }) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1);

function partsIn({ name, ownerId, roles, channels, members }: Guild) {
  return {
    facts: { name, owner: ownerId, active: true, count: members.size },
    roles: [...roles.values()]
      .map(({ id, name, color, position, permissions, managed }) => ({
        id,
        name,
        color,
        position,
        permissions,
        managed,
      }))
      .sort(byId),
    channels: [...channels.values()]
      .map(({ id, name, type, position, parentId, overwrites }) => ({
        ...{ id, name, type, position, parent: parentId },
        overwrites: overwrites.map(({ id, type, allow, deny }) => ({ id, type: kinds[type], allow, deny })),
      }))
      .sort(byId),
  };
}
