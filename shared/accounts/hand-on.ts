import type { Clock } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import {
  type By,
  hashOf,
  insertKey,
  isUsable,
  type KeyDraft,
  type KeyView,
  type MadeKey,
  prefixOf,
  secretOf,
  toView,
} from './api-keys.ts';
import { audit } from './audit.ts';
import { changeWithin, type KeyChange, type KeyOrder } from './change-key.ts';
import { AdminUser, ApiKey } from './model.ts';
import { endKey, lockFamilies } from './revoke-key.ts';
import { hasRole } from './rules.ts';
import { beyond, roleForScope } from './scopes.ts';

interface Deps {
  db: Knex;
  clock: Clock;
}

/** What a key may not hand on: it does not hold that itself, or whoever made it is not (or no more) who could. */
export type NotHandedOn =
  | { is: 'not-admin' }
  | { is: 'beyond'; scopes: string[] }
  | { is: 'outlives'; end: Date };

type Program = By & { actor: { kind: 'key'; id: string } };

/**
 * A key that a key makes: of the same account, with scopes that it holds itself, and for no longer than itself. `once` names
 * the wish: a second time, where nobody has used the key since, it is the same key with another secret, as nobody got the
 * first one; `used` where somebody has.
 */
export async function makeKeyByKey(
  { db, clock }: Deps,
  draft: KeyDraft,
  by: Program,
  once: string,
): Promise<MadeKey | NotHandedOn | { is: 'used' }> {
  return transact(db, async (trx) => {
    await lockFamilies(trx);
    const maker = await readMaker(trx, by, clock());
    const refused = refusalOf(maker, draft);
    if (refused) return refused;
    const from = { by, owner: maker?.owner ?? null, madeBy: by.actor.id, once };
    const made = await insertKey(trx, draft, from);
    return made.is === 'created' ? made : replaceSecret(trx, maker, once, by);
  });
}

/** The secret of before opens nothing from then on. The key may have been changed since: it is judged as it stands. */
async function replaceSecret(
  trx: Knex,
  maker: Maker | undefined,
  once: string,
  by: Program,
): Promise<MadeKey | NotHandedOn | { is: 'used' }> {
  const row = await ApiKey.query(trx)
    .findOne({ prefix: prefixOf(once), made_by: by.actor.id, revoked_at: null, last_used_at: null })
    .whereNotExists((tokens) => tokens.from('refresh_tokens').whereRaw('key_id = api_keys.id').select(1))
    .forUpdate();
  if (!row) return { is: 'used' };
  const key = toView(row);
  const refused = refusalOf(maker, key);
  if (refused) return refused;
  const secret = secretOf(row.prefix);
  await ApiKey.query(trx)
    .findById(row.id)
    .patch({ hash: hashOf(secret) });
  await audit(trx, { ...by, action: 'key.secret-replaced', subject: `${row.name} (${row.prefix})` });
  return { is: 'created', key, secret };
}

/** Changes a key within the same bounds; of the account that made it, nothing changes. */
export async function changeKeyByKey(
  { db, clock }: Deps,
  id: string,
  order: KeyOrder,
  by: Program,
): Promise<KeyChange | NotHandedOn> {
  return transact(db, async (trx) => {
    await lockFamilies(trx);
    const maker = await readMaker(trx, by, clock());
    return changeWithin(trx, id, order, { by, judge: (draft) => refusalOf(maker, draft) });
  });
}

/** Ends any key for good, with those that it made, as the account behind the asking key could in the panel. `over`: it had ended already. */
export async function revokeKeyByKey(
  { db, clock }: Deps,
  id: string,
  by: Program,
): Promise<{ is: 'revoked' | 'over' | 'unknown' | 'not-admin' }> {
  return transact(db, async (trx) => {
    await lockFamilies(trx);
    const maker = await readMaker(trx, by, clock());
    if (!maker || maker.key.guilds !== null) return { is: 'not-admin' };
    if (await endKey(trx, id, { by, now: clock() })) return { is: 'revoked' };
    return { is: (await ApiKey.query(trx).findById(id)) ? 'over' : 'unknown' };
  });
}

interface Maker {
  owner: string;
  isOwner: boolean;
  key: KeyView;
}

/** The key that asks and the account behind it, both as they are now and stay until the end of the transaction. */
async function readMaker(trx: Knex, { actor }: Program, now: number): Promise<Maker | undefined> {
  const row = await ApiKey.query(trx).findById(actor.id).forShare();
  if (!row?.createdBy || !isUsable(row, now)) return undefined;
  const account = await AdminUser.query(trx).findById(row.createdBy).forShare();
  if (!account || account.disabledAt || !hasRole(account.role, 'admin')) return undefined;
  return { owner: account.id, isOwner: account.role === 'owner', key: toView(row) };
}

function refusalOf(maker: Maker | undefined, { scopes, expiresAt }: KeyDraft): NotHandedOn | undefined {
  if (!maker || maker.key.guilds !== null) return { is: 'not-admin' };
  const forOwners = maker.isOwner ? [] : scopes.filter((scope) => roleForScope(scope) === 'owner');
  const denied = [...new Set([...beyond(maker.key.scopes, scopes), ...forOwners])];
  if (denied.length > 0) return { is: 'beyond', scopes: denied };
  const end = maker.key.expiresAt;
  if (end && (!expiresAt || expiresAt > end)) return { is: 'outlives', end };
  return undefined;
}
