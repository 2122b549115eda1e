import { randomUUID } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { type Knex, transact } from '../db/knex.ts';
import {
  type By,
  endKey,
  insertKey,
  isUsable,
  type KeyDraft,
  type KeyView,
  type MadeKey,
  toView,
} from './api-keys.ts';
import { audit } from './audit.ts';
import { AdminUser, ApiKey } from './model.ts';
import { hasRole } from './rules.ts';
import { beyond, roleForScope } from './scopes.ts';
import { stampOf } from './stamp.ts';

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

/** Stands for what can be changed of a key, as it was seen. */
export function keyStamp({ name, scopes, guilds, expiresAt }: KeyDraft): string {
  return stampOf([name, scopes, guilds, expiresAt]);
}

/** A key that a key makes: of the same account, with scopes that it holds itself, and for no longer than itself. */
export async function makeKeyByKey(
  { db, clock }: Deps,
  draft: KeyDraft,
  by: Program,
): Promise<MadeKey | NotHandedOn> {
  return transact(db, async (trx) => {
    const maker = await readMaker(trx, by, clock());
    const refused = refusalOf(maker, draft);
    if (refused) return refused;
    const made = await insertKey(trx, draft, { by, owner: maker?.owner ?? null, once: randomUUID() });
    if (made.is === 'repeated') throw new Error('two random keys were alike');
    return made;
  });
}

type Changed = { is: 'changed'; key: KeyView } | { is: 'unknown' } | { is: 'revoked' } | { is: 'stale' };

/** Changes a key within the same bounds; of the account that made it, nothing changes. */
export async function changeKeyByKey(
  { db, clock }: Deps,
  id: string,
  { seen, changes }: { seen: string; changes: Partial<KeyDraft> },
  by: Program,
): Promise<Changed | NotHandedOn> {
  return transact(db, async (trx) => {
    const maker = await readMaker(trx, by, clock());
    const row = await ApiKey.query(trx).findById(id).forUpdate();
    if (!row) return { is: 'unknown' };
    if (row.revokedAt !== null) return { is: 'revoked' };
    const before = toView(row);
    if (keyStamp(before) !== seen) return { is: 'stale' };
    const { name, scopes, guilds, expiresAt } = { ...before, ...changes };
    const refused = refusalOf(maker, { name, scopes, guilds, expiresAt });
    if (refused) return refused;
    const changed = await ApiKey.query(trx).patchAndFetchById(id, {
      name,
      scopes,
      guildIds: guilds,
      expiresAt,
    });
    const of = ({ name, scopes, guilds, expiresAt }: KeyDraft) => ({ name, scopes, guilds, expiresAt });
    const subject = `${name} (${row.prefix})`;
    const change = { before: of(before), after: of(toView(changed)) };
    await audit(trx, { ...by, action: 'key.changed', subject, ...change });
    return { is: 'changed', key: toView(changed) };
  });
}

/** Ends any key for good, as the account behind the asking key could in the panel. `over`: it had ended already. */
export async function revokeKeyByKey(
  { db, clock }: Deps,
  id: string,
  by: Program,
): Promise<{ is: 'revoked' | 'over' | 'unknown' | 'not-admin' }> {
  return transact(db, async (trx) => {
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
