import { ensureOwner } from '../../shared/accounts/store.ts';
import type { Config } from '../../shared/core/config.ts';
import { openDatabase } from '../../shared/db/knex.ts';

/** The first staff account, where there is none; its login when the password was made up just now. */
export async function createOwner(
  databaseUrl: string,
  { ADMIN_USERNAME, ADMIN_PASSWORD }: Pick<Config, 'ADMIN_USERNAME' | 'ADMIN_PASSWORD'>,
): Promise<{ username: string; password: string } | undefined> {
  const db = openDatabase(databaseUrl, { pool: 2, name: 'smarter-dev start' });
  try {
    return await ensureOwner({ db }, { username: ADMIN_USERNAME, password: ADMIN_PASSWORD });
  } finally {
    await db.destroy();
  }
}
