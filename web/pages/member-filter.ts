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
const guildsOfOne = 8; // somebody is found once for each guild; who is in more hides others

/** Whom somebody means who types an id, or how a name begins. */
export function identify(
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  text: string | undefined,
): Promise<Whose> {
  return identifyIn(deps, [guild], text);
}

/** The same in several guilds, each person once; undefined stands for every guild. */
export async function identifyIn(
  { db }: Pick<PageDeps, 'db'>,
  only: Snowflake[] | undefined,
  text: string | undefined,
): Promise<Whose> {
  if (!text) return { is: 'anyone' };
  const limit = only?.length === 1 ? mostPeople : mostPeople * guildsOfOne;
  const found = await findPeople({ db }, { text, ...(only && { only }), limit });
  const people = [...new Map(found.map((person) => [person.user, person])).values()].slice(0, mostPeople);
  const exact = people.filter(({ user, username }) => user === text || username === text.toLowerCase());
  const one = exact.length === 1 ? exact[0] : people.length === 1 ? people[0] : undefined;
  if (one) return { is: 'one', user: one.user, name: one.globalName || one.username };
  return people.length > 0 ? { is: 'several', people } : { is: 'nobody' };
}
