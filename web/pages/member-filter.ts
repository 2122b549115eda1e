import type { Snowflake } from '../../shared/core/snowflake.ts';
import { findPeople, type Person } from '../../shared/sync/store.ts';
import type { PageDeps } from '../http/page.ts';

/** Whose rows are asked for, by id or name. */
export type Whose =
  | { is: 'anyone' }
  | { is: 'one'; user: Snowflake; name?: string }
  | { is: 'several'; people: Person[] }
  | { is: 'nobody' };

const mostPeople = 8;

/** Whom somebody means who types an id, or how a name begins. */
export async function identify(
  { db }: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  text: string | undefined,
): Promise<Whose> {
  if (!text) return { is: 'anyone' };
  const people = await findPeople({ db }, { text, only: [guild], limit: mostPeople });
  const exact = people.filter(({ user, username }) => user === text || username === text.toLowerCase());
  const one = exact.length === 1 ? exact[0] : people.length === 1 ? people[0] : undefined;
  if (one) return { is: 'one', user: one.user, name: one.globalName || one.username };
  return people.length > 0 ? { is: 'several', people } : { is: 'nobody' };
}
