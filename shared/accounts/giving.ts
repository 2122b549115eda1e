import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { powersIn } from '../core/permissions.ts';
import { isAbove, type Placed } from '../core/role-order.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { AdminUser, ApiKey } from './model.ts';
import { hasRole } from './rules.ts';

/** Why somebody may not have the bot give a role: they would get, or hand on, more than they have. */
export type NotTheirs =
  /** It does not stand below their own highest role. */
  { is: 'not-theirs'; why: 'rank' } | { is: 'not-theirs'; why: 'powers'; powers: string[] };

/** What bounds the roles that somebody may have the bot give. */
export interface Giver {
  /** An owner or admin of the whole installation: also roles that moderate or run the guild. */
  isTrusted: boolean;
  /** Undefined: no rank does; null: they have no role. */
  highest?: Placed | null;
}

interface Role extends Placed {
  /** A decimal number. */
  permissions: string;
}

/** As the bot gives what it is told to, nobody may tell it to give what they could not give in Discord. */
export function refusalOf({ isTrusted, highest }: Giver, role: Role): NotTheirs | undefined {
  if (highest === null || (highest && !isAbove(highest, role))) return { is: 'not-theirs', why: 'rank' };
  const powers = isTrusted ? [] : powersIn(role.permissions);
  return powers.length > 0 ? { is: 'not-theirs', why: 'powers', powers } : undefined;
}

/** The same for a role by our own rows: stores ask it in the transaction that sets the role. What was never seen is left to the edge. */
export async function refuseGiving(
  trx: Knex,
  guild: Snowflake,
  role: Snowflake,
  actor: Actor,
): Promise<NotTheirs | undefined> {
  const row: Role | undefined = await trx('guild_roles')
    .where({ guild_id: guild, id: role })
    .first('id', 'position', 'permissions');
  return row && refusalOf(await readGiver(trx, guild, actor), row);
}

/** Accounts, keys and members as they are now: a role that was lost bounds at once. */
export async function readGiver(db: Knex, guild: Snowflake, actor: Actor): Promise<Giver> {
  if (actor.kind === 'system') return { isTrusted: true };
  if (actor.kind === 'member')
    return { isTrusted: false, ...(await readRank({ db, guild, user: actor.id })) };
  const key = actor.kind === 'key' ? await ApiKey.query(db).findById(actor.id) : undefined;
  const id = actor.kind === 'staff' ? actor.id : key?.guildIds === null ? key.createdBy : null;
  const account = id ? await AdminUser.query(db).findById(id) : undefined;
  return { isTrusted: !!account && account.disabledAt === null && hasRole(account.role, 'admin') };
}

const Found = z.object({ owner: z.string().nullable(), id: z.string().nullable(), position: z.number() });

/** Owners stand above all roles (Discord documentation, "Permission Hierarchy"). */
async function readRank({ db, guild, user }: { db: Knex; guild: Snowflake; user: Snowflake }) {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT g.owner_id::text AS owner, r.id::text AS id, coalesce(r.position, 0) AS position FROM guilds g
       LEFT JOIN guild_members m ON m.guild_id = g.id AND m.user_id = ? AND m.active
       LEFT JOIN guild_roles r ON r.guild_id = g.id AND r.active AND r.id = ANY(m.roles)
     WHERE g.id = ? ORDER BY r.position DESC NULLS LAST, r.id LIMIT 1`,
    [user, guild],
  );
  const [found] = z.array(Found).parse(rows);
  if (found?.owner === user) return {};
  return { highest: found?.id ? { id: found.id, position: found.position } : null };
}
