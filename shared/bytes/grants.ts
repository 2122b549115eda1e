import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';
import type { Knex } from '../db/knex.ts';

/** A role that a member earned, and whether Discord has given it to them. */
export class RoleGrant extends BaseModel {
  static override tableName = 'role_grants';
  static override idColumn = ['guild_id', 'user_id', 'role_id'];
  declare guildId: Snowflake;
  declare userId: Snowflake;
  declare roleId: Snowflake;
  declare state: 'wanted' | 'granted' | 'failed';
  /** Why Discord refused it, where it did. */
  declare why: string | null;
  declare changedAt: Date;
}

interface Grant {
  guild: Snowflake;
  user: Snowflake;
  role: Snowflake;
}
type Deps = { db: Knex };

export async function findGrant({ db }: Deps, grant: Grant): Promise<RoleGrant | undefined> {
  return RoleGrant.query(db).findById(keyOf(grant));
}

/** Discord confirmed it. */
export async function markGranted({ db }: Deps, grant: Grant): Promise<void> {
  await mark(db, grant, { state: 'granted', why: null });
}

/** Discord refused it for good; whoever mends the cause wants it again. A confirmed grant stays confirmed. */
export async function markFailed({ db }: Deps, grant: Grant, why: string): Promise<void> {
  await mark(db, grant, { state: 'failed', why }).where('state', '<>', 'granted');
}

function mark(db: Knex, grant: Grant, to: Pick<RoleGrant, 'state' | 'why'>) {
  return RoleGrant.query(db)
    .patch({ ...to, changedAt: new Date() })
    .findById(keyOf(grant));
}

function keyOf({ guild, user, role }: Grant): [Snowflake, Snowflake, Snowflake] {
  return [guild, user, role];
}
