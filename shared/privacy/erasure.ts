import { isPending } from './pending.ts';

/**
 * Rows that tell of a user, and what becomes of them. SQL in which `:user`, `:pseudonym`, `:name` (of the pseudonym) and
 * `:actedAs` (names under which they acted) stand for values. What was changed is not found again: so it may be left and repeated anywhere.
 * `key`: of a partitioned table, where a row's place is not enough to find it.
 */
export interface Erasure {
  table: string;
  key?: string;
  /** No index finds these rows: the table is gone through by its ids (`id`), some at a time. */
  isPaged?: true;
  /** There are none for who never did anything under a name. */
  ofActors?: true;
  /** An advisory lock of those who write such rows from others: what one of them began with is not written after this. */
  waitsFor?: string;
  find: string;
  /** Undefined: they are deleted. */
  set?: string;
}

export const byMember = "actor_kind = 'member' AND actor_id = :user";
export const nameless = 'actor_id = :pseudonym, actor_name = :name';
export const pseudonymIn = (text: string) => `put_pseudonym(${text}, :user, :pseudonym)`;
export const scrubbed = (column: string) => `${column} = ${pseudonymIn(column)}`;
export const scrubbedJson = (column: string) => `${column} = ${pseudonymIn(`${column}::text`)}::jsonb`;
/** They did the same once more since the pseudonym took the place of the first time: a key (column → value) has room for one. */
export const hasTwin = (table: string, key: Record<string, string>) =>
  `EXISTS (SELECT FROM ${table} twin WHERE twin.ctid <> ${table}.ctid
     AND (${Object.keys(key).map((column) => `twin.${column}`)}) = (${Object.values(key)}))`;
/** Their memberships stand under the pseudonym by then (forget-member.ts). */
export const theirGuilds = 'guild_id IN (SELECT guild_id FROM guild_members WHERE user_id = :pseudonym)';
/** Opened while it goes on: Discord has to be told of whom it is, so it is left to the next time. */
export const ofNoPendingCase = `case_id NOT IN (SELECT id FROM moderation_cases WHERE user_id = :user AND ${isPending})`;
/** Whether a text has their id in it, but not inside a longer number. */
export const named = (text: string) =>
  `strpos(${text}, (:user)::text) > 0 AND put_pseudonym(${text}, :user, 0) <> ${text}`;
export const textsOf = (columns: readonly string[]) => `concat_ws(' ', ${columns.join(', ')})`;
/** Columns that may tell of anybody, in a table that is gone through; others' words stay, but for the id. */
export const told = (table: string, texts: readonly string[], json: readonly string[] = []): Erasure => ({
  table,
  isPaged: true,
  find: named(textsOf([...texts, ...json])),
  set: [...texts.map(scrubbed), ...json.map(scrubbedJson)].join(', '),
});
/** Columns that hold nothing but how somebody was called who did something in a guild. */
export const called = (table: string, column: string): Erasure => ({
  table,
  isPaged: true,
  ofActors: true,
  find: `${column} = ANY(:actedAs) AND ${theirGuilds}`,
  set: `${column} = :name`,
});
