import { type Knex, transact } from '../db/knex.ts';
import type { Forgotten } from './erase.ts';
import { allowPseudonym } from './forget-member.ts';
import { forgottenName } from './pseudonym.ts';

const atOnce = 5_000; // entries that one statement reads

/**
 * Puts the pseudonym into entries of the log of changes after that one, some of them: the entries stay, and so does who
 * else did what. Answers the last that was looked at; null where none is left.
 */
export function forgetInAudit(
  { db }: { db: Knex },
  who: Forgotten,
  after: string,
): Promise<{ changed: number; last: string | null }> {
  const { user, pseudonym, names } = who;
  return transact(db, async (trx) => {
    await allowPseudonym(trx, who);
    const { rows } = await trx.raw<{ rows: { changed: number; last: string | null }[] }>(
      `WITH page AS (
         SELECT id FROM audit_entries WHERE id > :after ORDER BY id LIMIT ${atOnce}
       ), changed AS (
         UPDATE audit_entries a SET
           actor_id = CASE WHEN ${own} THEN :pseudonym ELSE actor_id END,
           actor_name = CASE WHEN ${own} THEN :name ELSE actor_name END,
           ip = CASE WHEN ${own} THEN NULL ELSE ip END,
           subject = CASE WHEN ${named} THEN :name ELSE put_pseudonym(subject, :user, :pseudonym) END,
           before = put_pseudonym(before::text, :user, :pseudonym)::jsonb,
           after = put_pseudonym(after::text, :user, :pseudonym)::jsonb
         FROM page WHERE a.id = page.id AND (${own} OR ${mentioned})
         RETURNING 1
       )
       SELECT (SELECT count(*)::integer FROM changed) AS changed, (SELECT max(id)::text FROM page) AS last`,
      { user, pseudonym, name: forgottenName, names: [...names], after },
    );
    return rows[0] ?? { changed: 0, last: null };
  });
}

const own = "(actor_kind = 'member' AND actor_id = :user)";
const mentioned = "strpos(concat_ws(' ', subject, before, after), (:user)::text) > 0";
/** Of what staff did to a member, the subject is how they were called, or begins with it; of transfers it may end with it. */
const named = `(action ~ '^(bytes|freezes|squad[.]member)' AND ${mentioned} AND EXISTS (
  SELECT FROM unnest((:names)::text[]) AS n (name) WHERE subject = n.name OR starts_with(subject, n.name || ' ')
    OR right(subject, char_length(n.name) + 4) = ' to ' || n.name))`;
