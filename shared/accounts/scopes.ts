import type { Role } from './rules.ts';

/** They lead to accounts and keys, or to all of a person: `read` and `write` do not stand for them. */
const explicit = new Set(['keys', 'privacy', 'staff']);

/** Whether scopes contain the one needed: by its own name, or by its verb for every resource but the explicit ones. */
export function holdsScope(scopes: readonly string[], needed: string): boolean {
  const [resource = '', verb] = needed.split(':');
  return scopes.includes(needed) || (verb !== undefined && !explicit.has(resource) && scopes.includes(verb));
}

/** Those that a key with these scopes may not hand on: it does not hold them itself. */
export function beyond(scopes: readonly string[], wanted: readonly string[]): string[] {
  return wanted.filter((scope) => !holdsScope(scopes, scope));
}

/** What an account needs to be, for a key of its to have that scope. */
export function roleForScope(scope: string): Role {
  return scope.startsWith('staff:') ? 'owner' : 'admin';
}

/**
 * What a key must hold to manage an account of that role: whoever gets its password could do as much in the panel. Null:
 * owners are out of reach of all keys.
 */
const rolesByScopes: Record<Role, readonly string[] | null> = {
  viewer: ['read'],
  moderator: ['read', 'write'],
  admin: ['read', 'write', 'bytes:override', 'keys:read', 'keys:write', 'privacy:read', 'privacy:write'],
  owner: null,
};

/** Whether a key with these scopes may make an account of that role, or change one. */
export function mayHandle(scopes: readonly string[], role: Role | null): boolean {
  if (role === null) return true;
  const needed = rolesByScopes[role];
  return needed !== null && beyond(scopes, needed).length === 0;
}
