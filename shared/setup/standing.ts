import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Clock } from '../core/clock.ts';
import { guildPermissions, has, type RolePermissions, type Standing } from '../core/permissions.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { type Guild, GuildRole } from '../sync/model.ts';
import { findGuild } from '../sync/store.ts';

interface Deps {
  db: Knex;
  clock: Clock;
}

/** What our own rows say of a member's place in a guild. */
export interface Place {
  guild: Guild;
  standing: Standing;
  permissions: RolePermissions;
}

/** Undefined where the bot is not in the guild, and for whom Discord did not show us as a member of it. */
export async function readPlace(
  { db, clock }: Deps,
  guildId: Snowflake,
  user: Snowflake,
): Promise<Place | undefined> {
  const [guild, member, roles] = await Promise.all([
    findGuild({ db }, guildId),
    findMember(db, guildId, user),
    GuildRole.query(db).where({ guild_id: guildId, active: true }).select('id', 'permissions'),
  ]);
  if (!guild?.active || !member) return undefined;
  const timedOut = (member.timed_out_until?.getTime() ?? 0) > clock();
  const standing = { guild: guildId, owner: guild.ownerId, user, roles: member.roles, timedOut };
  return { guild, standing, permissions: new Map(roles.map(({ id, permissions }) => [id, permissions])) };
}

/** The guild, while that user is a member who owns it or has Manage Server there. */
export async function findManagedGuild(
  deps: Deps,
  guild: Snowflake,
  user: Snowflake,
): Promise<Guild | undefined> {
  const place = await readPlace(deps, guild, user);
  return place && has(guildPermissions(place.standing, place.permissions), P.ManageGuild)
    ? place.guild
    : undefined;
}

interface MemberRow {
  roles: Snowflake[];
  timed_out_until: Date | null;
}

/** A row that was never seen stands for who earned bytes before: of their roles nothing is known. */
async function findMember(db: Knex, guild: Snowflake, user: Snowflake): Promise<MemberRow | undefined> {
  return db('guild_members')
    .where({ guild_id: guild, user_id: user, active: true })
    .whereRaw("seen_at > '-infinity'")
    .first<MemberRow | undefined>('roles', 'timed_out_until');
}
