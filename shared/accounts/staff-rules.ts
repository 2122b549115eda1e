import type { Role } from './rules.ts';
import { mayHandle } from './scopes.ts';

/** What counts of an account when staff are managed. */
export interface Standing {
  id: string;
  role: Role | null;
  isEnabled: boolean;
}

interface Change {
  /** Whoever changes it, or whose key does, as the account is now; null for the system, at the console of its machine. */
  actor: Standing | null;
  /** Of a key that does it: what it holds, and every role that the target has or gets, anywhere. */
  key?: { scopes: readonly string[]; roles: readonly (Role | null)[] } | undefined;
  /** Null for an account that is only being made. */
  target: Standing | null;
  /** What the change makes of the target. */
  after: Pick<Standing, 'role' | 'isEnabled'>;
  /** A new password that somebody else made up. */
  isReset?: boolean;
  /** Enabled owners besides the target. */
  otherOwners: number;
}

export type StaffRefusal = 'not-owner' | 'self' | 'beyond-key' | 'last-owner';

/**
 * Why staff may not be changed so; undefined where it may. Only owners manage staff, so that nobody raises itself, and
 * keys reach only accounts that can do no more than they. Nobody locks itself out, and one enabled owner is always left.
 */
export function refusalOf(change: Change): StaffRefusal | undefined {
  return rules.find(({ when }) => when(change))?.why;
}

const rules: { why: StaffRefusal; when(change: Change): boolean }[] = [
  { why: 'not-owner', when: ({ actor }) => actor !== null && !isOwner(actor) },
  {
    why: 'self',
    when: ({ actor, target, after, isReset = false }) =>
      actor !== null && actor.id === target?.id && (isReset || !after.isEnabled),
  },
  {
    why: 'beyond-key',
    when: ({ key }) => key !== undefined && !key.roles.every((role) => mayHandle(key.scopes, role)),
  },
  {
    why: 'last-owner',
    when: ({ target, after, otherOwners }) =>
      target !== null && isOwner(target) && !isOwner(after) && otherOwners === 0,
  },
];

function isOwner({ role, isEnabled }: Pick<Standing, 'role' | 'isEnabled'>): boolean {
  return role === 'owner' && isEnabled;
}
