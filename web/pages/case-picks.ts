import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listCases } from '../../shared/moderation/case-list.ts';
import type { PageDeps } from '../http/page.ts';
import { numberIn } from './case-filter.ts';

const most = 100; // of the list there are fifty on a page

/** Numbers of cases that were picked from a list, each once; what is none is left out. */
export const PickedNumbers = z
  .preprocess((given) => [given].flat(), z.array(z.unknown()))
  .transform((given) => [...new Set(given.flatMap((one) => numberIn(String(one)) ?? []))].slice(0, most));

const Asked = z.object({
  member: z.preprocess((given) => [given].flat(), z.array(Snowflake)).catch([]),
  cases: z
    .string()
    .transform((text) => PickedNumbers.parse(text.split(',')))
    .catch([]),
});

/** Whom a link means: members by their ids, or those of cases by the cases’ numbers. */
export async function membersAskedFor(
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  query: unknown,
): Promise<Snowflake[]> {
  const { member, cases } = Asked.parse(query);
  const found = cases.length > 0 ? await listCases(deps, [guild], { numbers: cases, limit: most }) : [];
  return [...new Set([...member, ...found.map(({ user }) => user)])].slice(0, most);
}
