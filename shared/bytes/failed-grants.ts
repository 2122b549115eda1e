import { z } from 'zod';
import { audit } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import type { By } from './rewards.ts';

const Row = z.object({
  user: z.string(),
  name: z.string(),
  role: z.string(),
  roleName: z.string().nullable(),
  why: z.string().nullable(),
  failedAt: z.date(),
});
/** An earned role that Discord refused to give, and why. */
export type FailedGrant = z.infer<typeof Row>;

/** A page of them, by the ids of member and role. */
export async function listFailedGrants(
  { db }: { db: Knex },
  guild: Snowflake,
  { after, limit }: { after?: Pick<FailedGrant, 'user' | 'role'> | undefined; limit: number },
): Promise<FailedGrant[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT g.user_id AS "user", coalesce(nullif(m.name, ''), u.username) AS name, g.role_id AS role,
       r.name AS "roleName", g.why, g.changed_at AS "failedAt"
     FROM role_grants g JOIN guild_members m USING (guild_id, user_id) JOIN discord_users u ON u.id = g.user_id
       LEFT JOIN guild_roles r ON r.guild_id = g.guild_id AND r.id = g.role_id
     WHERE g.guild_id = ? AND g.state = 'failed' AND (g.user_id, g.role_id) > (?::bigint, ?::bigint)
     ORDER BY g.user_id, g.role_id LIMIT ?`,
    [guild, after?.user ?? '0', after?.role ?? '0', limit],
  );
  return z.array(Row).parse(rows);
}

/**
 * Wants failed grants again: of one member, of one role, or all; the next sweep asks Discord once more. Answers how many there
 * were.
 */
export async function retryGrants(
  { db }: { db: Knex },
  guild: Snowflake,
  only: { user?: Snowflake | undefined; role?: Snowflake | undefined },
  by: By,
): Promise<number> {
  return transact(db, async (trx) => {
    const { user, role } = only;
    const retried = await trx('role_grants')
      .where({
        guild_id: guild,
        state: 'failed',
        ...(user ? { user_id: user } : {}),
        ...(role ? { role_id: role } : {}),
      })
      .update({ state: 'wanted', why: null, changed_at: new Date(0) }); // first in the sweep's line
    if (retried > 0)
      await audit(trx, {
        ...by,
        guild,
        action: 'grants.retried',
        subject: `${retried} role grants`,
        after: only,
      });
    return retried;
  });
}
