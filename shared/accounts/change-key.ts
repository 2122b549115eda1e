import { type Knex, transact } from '../db/knex.ts';
import { type By, type KeyDraft, type KeyView, toView } from './api-keys.ts';
import { audit } from './audit.ts';
import { AdminUser, ApiKey } from './model.ts';
import { hasRole } from './rules.ts';
import { roleForScope } from './scopes.ts';
import { stampOf } from './stamp.ts';

/** `seen`: the stamp of what the changes are based on. */
export interface KeyOrder {
  seen: string;
  changes: Partial<KeyDraft>;
}

export type KeyChange =
  | { is: 'changed'; key: KeyView }
  | { is: 'unknown' }
  | { is: 'revoked' }
  | { is: 'stale'; key: KeyView };

/** Stands for what can be changed of a key, as it was seen. */
export function keyStamp({ name, scopes, guilds, expiresAt }: KeyDraft): string {
  return stampOf([name, scopes, guilds, expiresAt]);
}

/** Changes a key as staff; `beyond`: scopes that this account could not give. Keys that it made stay as they are. */
export async function changeKey(
  { db }: { db: Knex },
  id: string,
  order: KeyOrder,
  by: By & { actor: { kind: 'staff'; id: string } },
): Promise<KeyChange | { is: 'beyond'; scopes: string[] }> {
  return transact(db, async (trx) => {
    const account = await AdminUser.query(trx).findById(by.actor.id).forShare();
    const role = account && account.disabledAt === null ? account.role : null;
    return changeWithin(trx, id, order, {
      by,
      judge: ({ scopes }) => {
        const denied = scopes.filter((scope) => !hasRole(role, roleForScope(scope)));
        return denied.length > 0 ? { is: 'beyond' as const, scopes: denied } : undefined;
      },
    });
  });
}

/** For this feature's own stores. `judge` sees what the key would be, and may refuse it. */
export async function changeWithin<R>(
  trx: Knex,
  id: string,
  { seen, changes }: KeyOrder,
  { by, judge }: { by: By; judge(draft: KeyDraft): R | undefined },
): Promise<KeyChange | R> {
  const row = await ApiKey.query(trx).findById(id).forUpdate();
  if (!row) return { is: 'unknown' };
  if (row.revokedAt !== null) return { is: 'revoked' };
  const before = toView(row);
  if (keyStamp(before) !== seen) return { is: 'stale', key: before };
  const draft = draftOf({ ...before, ...changes });
  const refused = judge(draft);
  if (refused) return refused;
  const { guilds: guildIds, ...rest } = draft;
  const changed = await ApiKey.query(trx).patchAndFetchById(id, { ...rest, guildIds });
  const subject = `${draft.name} (${row.prefix})`;
  const change = { before: draftOf(before), after: draftOf(toView(changed)) };
  await audit(trx, { ...by, action: 'key.changed', subject, ...change });
  return { is: 'changed', key: toView(changed) };
}

function draftOf({ name, scopes, guilds, expiresAt }: KeyDraft): KeyDraft {
  return { name, scopes, guilds, expiresAt };
}
