import { z } from 'zod';
import { kinds } from '../../shared/bytes/model.ts';
import { DAY } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { findPeople, type Person } from '../../shared/sync/store.ts';
import type { PageDeps } from '../http/page.ts';
import { Words } from '../http/query.ts';

/** Whose movements are asked for, by id or name. */
export type Whose =
  | { is: 'anyone' }
  | { is: 'one'; user: Snowflake; name?: string }
  | { is: 'several'; people: Person[] }
  | { is: 'nobody' };

/** What was asked for, as it was typed, and what it means. */
export interface Filter extends z.infer<typeof Query> {
  whose: Whose;
  fromDate?: Date;
  toDate?: Date;
}

const mostPeople = 8;
/** What cannot be meant is not asked for. */
const Query = z.object({
  member: Words,
  kind: z.enum(kinds).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  before: Snowflake.optional().catch(undefined),
});

/** Days are those of UTC; the last one is included. */
export async function readFilter(
  { db }: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  asked: unknown,
): Promise<Filter> {
  const query = Query.parse(asked);
  const { member, from, to } = query;
  return {
    ...query,
    whose: member ? await identify(db, guild, member) : { is: 'anyone' },
    fromDate: from ? new Date(from) : undefined,
    toDate: to ? new Date(Date.parse(to) + DAY) : undefined,
  };
}

/** The filter as a query, without the place in the list. */
export function queryOf({ member, kind, from, to }: Filter): Record<string, string | undefined> {
  return { member, kind, from, to };
}

async function identify(db: PageDeps['db'], guild: Snowflake, text: string): Promise<Whose> {
  const people = await findPeople({ db }, { text, only: [guild], limit: mostPeople });
  const exact = people.filter(({ user, username }) => user === text || username === text.toLowerCase());
  const one = exact.length === 1 ? exact[0] : people.length === 1 ? people[0] : undefined;
  if (one) return { is: 'one', user: one.user, name: one.globalName || one.username };
  return people.length > 0 ? { is: 'several', people } : { is: 'nobody' };
}
