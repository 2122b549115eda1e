import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Clock } from '../core/clock.ts';
import { guildPermissions, has, type RolePermissions, type Standing } from '../core/permissions.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { Guild } from '../sync/model.ts';

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
  const found = await Guild.query(db)
    .alias('g')
    .join('guild_members as m', 'm.guild_id', 'g.id')
    .where({ 'g.id': guildId, 'g.active': true, 'm.user_id': user, 'm.active': true })
    .whereRaw("m.seen_at > '-infinity'") // a row never seen earned bytes before: of its roles nothing is known
    .select('g.*', 'm.roles', 'm.timed_out_until', db.raw(permissionsOfRoles))
    .castTo<Found | undefined>()
    .first();
  if (!found) return undefined;
  const timedOut = (found.timedOutUntil?.getTime() ?? 0) > clock();
  const standing = { guild: guildId, owner: found.ownerId, user, roles: found.roles, timedOut };
  return { guild: found, standing, permissions: new Map(Object.entries(found.permissions)) };
}

/** Decimal numbers by id, both as text: JSON has no `bigint`. */
const permissionsOfRoles = `(SELECT coalesce(json_object_agg(id, permissions::text), '{}') FROM guild_roles
  WHERE guild_id = g.id AND active) AS permissions`;

type Found = Guild & {
  roles: Snowflake[];
  timedOutUntil: Date | null;
  permissions: Record<Snowflake, string>;
};

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
