import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** A squad's role that a member should get, or lose. */
export interface RoleWish {
  guild: Snowflake;
  user: Snowflake;
  role: Snowflake;
  give: boolean;
}

type Deps = { db: Knex };

/** Whether it is still so, by the squad that the member is in now. What was earned with bytes is never taken. */
export async function isRoleWanted({ db }: Deps, { guild, user, role, give }: RoleWish): Promise<boolean> {
  const member = { guild_id: guild, user_id: user };
  const current: { role: Snowflake } | undefined = await db('squad_members AS m')
    .join('squads AS s', 's.id', 'm.squad_id')
    .where({ 'm.guild_id': guild, 'm.user_id': user })
    .first('s.role_id AS role');
  if (give) return current?.role === role;
  if (current?.role === role) return false;
  return (
    (await db('role_grants')
      .where({ ...member, role_id: role })
      .first('role_id')) === undefined
  );
}

/**
 * Discord did it: what is known of the member's roles follows at once, whether or not Discord tells of its changes, and
 * what it refused of this role before is over.
 */
export async function noteRole({ db }: Deps, { guild, user, role, give }: RoleWish): Promise<void> {
  const known = give ? 'array_append(array_remove(roles, r.id), r.id)' : 'array_remove(roles, r.id)';
  await db.raw(
    `UPDATE guild_members SET roles = ${known} FROM (SELECT ?::bigint AS id) r
     WHERE guild_id = ? AND user_id = ? AND (r.id = ANY(roles)) <> ?`,
    [role, guild, user, give],
  );
  await db('failed_effects')
    .where('guild_id', guild)
    .whereRaw("effect->>'kind' = 'squad-role' AND effect->>'role' = ?", [role])
    .delete();
  if (!give) await forgetFormerRole({ db }, { guild, user, role });
}

/** The member has it no more, or is not there any more. */
export async function forgetFormerRole(
  { db }: Deps,
  { guild, user, role }: Omit<RoleWish, 'give'>,
): Promise<void> {
  await db('former_squad_roles').where({ guild_id: guild, user_id: user, role_id: role }).delete();
}

const Trouble = z.object({ role: z.string(), why: z.string(), failedAt: z.date() });
/** Why Discord last refused to give or take a squad's role. */
export type RoleTrouble = z.infer<typeof Trouble>;

/** Of a guild, one per role; a refusal holds for all members of the squad. */
export async function listRoleTrouble({ db }: Deps, guild: Snowflake): Promise<RoleTrouble[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT DISTINCT ON (effect->>'role') effect->>'role' AS role, why, failed_at AS "failedAt" FROM failed_effects
     WHERE guild_id = ? AND effect->>'kind' = 'squad-role' ORDER BY effect->>'role', failed_at DESC`,
    [guild],
  );
  return z.array(Trouble).parse(rows);
}
