import { Snowflake } from '../../shared/core/snowflake.ts';
import { type ListedCase, listCases } from '../../shared/moderation/case-list.ts';
import type { PageDeps } from '../http/page.ts';
import { type CaseQuery, daysOf, numberIn } from './case-filter.ts';
import { identifyIn, type Whose } from './member-filter.ts';

const rows = 50;

interface FoundCases {
  whose: Whose;
  cases: ListedCase[];
  /** The last of them, where there are more. */
  last: ListedCase | undefined;
}

/** A page of the cases that are asked for, newest first; `guilds` null stands for every guild. */
export async function searchCases(
  deps: Pick<PageDeps, 'db'>,
  guilds: Snowflake[] | null,
  query: CaseQuery,
): Promise<FoundCases> {
  const number = numberIn(query.find);
  const whose = number === undefined ? await whoseIn(deps, guilds, query.find) : ({ is: 'anyone' } as const);
  if (whose.is === 'nobody' || whose.is === 'several') return { whose, cases: [], last: undefined };
  const { kind, state, by, before } = query;
  const user = whose.is === 'one' ? whose.user : undefined;
  const filters = { user, number, kind, state, actor: by, ...daysOf(query) };
  const found = await listCases(deps, guilds, { ...filters, before, limit: rows + 1 });
  return {
    whose,
    cases: found.slice(0, rows),
    last: found.length > rows ? found[rows - 1] : undefined,
  };
}

/** Who never was a member of ours may have a case all the same. */
export async function whoseIn(
  deps: Pick<PageDeps, 'db'>,
  guilds: Snowflake[] | null,
  text: string | undefined,
): Promise<Whose> {
  const whose = await identifyIn(deps, guilds ?? undefined, text);
  const user = Snowflake.safeParse(text).data;
  return whose.is === 'nobody' && user ? { is: 'one', user } : whose;
}
