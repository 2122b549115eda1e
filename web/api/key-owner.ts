import { hasRole, type Role } from '../../shared/accounts/rules.ts';
import { findAccount } from '../../shared/accounts/staff-list.ts';
import type { Deps } from '../context.ts';
import type { Caller } from '../http/caller.ts';

/**
 * Whether a key may see and change accounts or keys: it is for every guild, and whoever made it can log in and has that
 * role still. What it changes asks again, in its transaction; the end of tokens does not, by which nobody gains anything.
 */
export async function isKeyOf(
  deps: Pick<Deps, 'db'>,
  { guilds, owner }: Caller,
  role: Role,
): Promise<boolean> {
  const account = guilds === null && owner !== null ? await findAccount(deps, owner) : undefined;
  return account !== undefined && account.disabledAt === null && hasRole(account.role, role);
}
