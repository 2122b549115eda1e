import { z } from 'zod';

/** A staff account's name: letters of any alphabet, digits, and what people put between them. */
export const Username = z
  .string()
  .trim()
  .min(3, 'At least 3 characters.')
  .max(32, 'At most 32 characters.')
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, 'Letters and digits; dots, dashes and underscores between them.');

/** What staff may do, least first; each may also do what the ones before it may. */
export const roles = ['viewer', 'moderator', 'admin', 'owner'] as const;
export type Role = (typeof roles)[number];

export function hasRole(role: Role | null, needed: Role): boolean {
  return role !== null && roles.indexOf(role) >= roles.indexOf(needed);
}

/** The greater of the role everywhere and the role in that guild. */
export function roleIn(
  { role, guildRoles }: { role: Role | null; guildRoles: Readonly<Record<string, Role>> },
  guild: string,
): Role | null {
  const here = guildRoles[guild] ?? null;
  return here !== null && !hasRole(role, here) ? here : role;
}

export type PasswordFault = 'short' | 'long' | 'simple' | 'name' | 'same';

const least = 12; // characters
const most = 72; // bytes: bcrypt reads no further
const leastKinds = 5; // different characters

/** The form in which a password is hashed, so that two keyboards that compose letters differently agree. */
export function normalize(password: string): string {
  return password.normalize('NFKC');
}

/** What is wrong with a new password, if anything. */
export function faultOf(password: string, { username, current }: { username: string; current?: string }) {
  const text = normalize(password);
  return faults.find(({ when }) => when(text, username, current && normalize(current)))?.is;
}

const faults: { is: PasswordFault; when(text: string, username: string, current?: string): boolean }[] = [
  { is: 'short', when: (text) => [...text].length < least },
  { is: 'long', when: isTooLong },
  { is: 'simple', when: (text) => new Set(text).size < leastKinds },
  { is: 'name', when: (text, username) => text.toLowerCase().includes(username.toLowerCase()) },
  { is: 'same', when: (text, _username, current) => text === current },
];

export function isTooLong(text: string): boolean {
  return Buffer.byteLength(text) > most;
}
