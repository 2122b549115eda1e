import { audit, type Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** Writes down that somebody took all that is held of a user with them; before they get anything of it. */
export function tellExport(
  { db }: { db: Knex },
  user: Snowflake,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<void> {
  return audit(db, { ...by, action: 'user.exported', subject: user });
}
