import type { Clock } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import type { By } from './api-keys.ts';
import { audit } from './audit.ts';
import { ApiKey, RefreshToken } from './model.ts';

type Deps = { db: Knex; clock: Clock };

/** Of one key. */
export async function findToken(
  { db }: Pick<Deps, 'db'>,
  key: string,
  id: string,
): Promise<RefreshToken | undefined> {
  return RefreshToken.query(db).findById(id).where('key_id', key);
}

/**
 * Ends the family of a token, as its own program could: access tokens that came of it end at once. False where there is no
 * such token; one that has ended already changes nothing.
 */
export async function endFamily({ db, clock }: Deps, key: string, id: string, by: By): Promise<boolean> {
  return transact(db, async (trx) => {
    const owner = await ApiKey.query(trx).findById(key).forUpdate(); // as a refresh under way locks it
    const token = owner && (await findToken({ db: trx }, key, id));
    if (!token) return false;
    const ended = await RefreshToken.query(trx)
      .where({ family: token.family })
      .whereNull('revoked_at')
      .patch({ revokedAt: new Date(clock()) });
    if (ended > 0)
      await audit(trx, { ...by, action: 'key.tokens-ended', subject: `${owner.name} (${owner.prefix})` });
    return true;
  });
}
