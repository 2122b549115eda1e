import type { Deed } from '../accounts/audit.ts';
import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Change } from '../settings/diff.ts';
import type { Names } from '../settings/words.ts';
import type { GiveableRoles } from '../setup/giveable.ts';

export type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;
export type Given = Readonly<Record<string, unknown>>;
type Db = { db: Knex };

/** What of a guild entries may name. */
export interface Ground {
  /** How channels and roles are called that are there, by id. */
  names: Names;
  /** For whoever imports. */
  roles: Pick<GiveableRoles, 'refusalOf'>;
}

/** An entry as it is in the guild. */
export interface Stored<D> {
  id: string;
  version: number;
  draft: D;
}

export type Written =
  | { is: 'written' }
  /** Somebody else was there since it was read. */
  | { is: 'stale' }
  | { is: 'refused'; why: string };

/** Entries of a guild that each have a name of their own, as files have them. `db` may be a transaction. */
export interface ListKind<D extends object> {
  /** In files and answers; never changes. */
  list: string;
  title: string;
  /** Entries: as many as a guild can have of them. */
  most: number;
  /** Whose scopes keys need. */
  resource: string;
  /** Under which processes are told of a change; undefined: they read it whenever they need it. */
  feature?: 'automod' | 'bytes' | 'files' | undefined;
  /** What people have to know before an entry is removed. */
  removal?: string | undefined;
  /** An entry of a file, in the form in which it is stored. */
  check(given: Given): { is: 'valid'; draft: D } | { is: 'faulty'; faults: Fault[] };
  /** What is too much of all entries together, in words: asked before any of them is checked. */
  excessOf?(given: readonly Given[]): string | undefined;
  /** By which an entry is known again, whatever its case. */
  nameOf(draft: D): string;
  labelOf?(draft: D, names: Names): string;
  read(deps: Db, guild: Snowflake): Promise<Stored<D>[]>;
  /**
   * What of an entry there can be in the guild, and in words what cannot; without a draft it is left out. `own`: the entry
   * of that name as it is now.
   */
  fit?(draft: D, own: D | undefined, ground: Ground): { draft?: D; without?: string | undefined };
  /** Field by field; of a new one all that it is. */
  diff(before: D | undefined, after: D, names: Names): Change[];
  create(deps: Db, guild: Snowflake, draft: D, by: By, names: Names): Promise<Written>;
  change(
    deps: Db,
    guild: Snowflake,
    order: { stored: Stored<D>; draft: D },
    by: By,
    names: Names,
  ): Promise<Written>;
  remove(deps: Db, guild: Snowflake, stored: Stored<D>, by: By, names: Names): Promise<Written>;
}

export const mostRoles = 250; // of a guild: Discord's limit, and so the most rewards and squads

export const written: Written = { is: 'written' };
export const stale: Written = { is: 'stale' };

/** A diff of drafts whose fields are told one by one. */
export function diffWords<D>(
  labels: Readonly<Record<string, string>>,
  words: (draft: D, names: Names) => Readonly<Record<string, string>>,
): (before: D | undefined, after: D, names: Names) => Change[] {
  return (before, after, names) => {
    const [was, is] = [before && words(before, names), words(after, names)];
    return Object.entries(labels)
      .filter(([key]) => (was ? was[key] !== is[key] : is[key]))
      .map(([key, label]) => ({ path: key, label, before: was?.[key] ?? '', after: is[key] ?? '' }));
  };
}

/** Why a role cannot be taken from a file; undefined where it can, or is the entry's own already. */
export function unfitRole(
  role: Snowflake,
  own: Snowflake | undefined,
  { names, roles }: Ground,
): string | undefined {
  const refused = role === own ? undefined : roles.refusalOf(role);
  if (!refused) return undefined;
  if (names[role] === undefined) return `its role ${role} is not in this guild`;
  const name = `@${names[role]}`;
  if (refused.is === 'unfit') return `${name} cannot be given to members`;
  return refused.why === 'rank'
    ? `${name} does not stand below your own highest role`
    : `${name} holds ${refused.powers.join(', ')}`;
}
