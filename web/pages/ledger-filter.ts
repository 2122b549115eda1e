import { z } from 'zod';
import { kinds } from '../../shared/bytes/model.ts';
import { DAY } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { PageDeps } from '../http/page.ts';
import { Words } from '../http/query.ts';
import { identify, type Whose } from './member-filter.ts';

/** What was asked for, as it was typed, and what it means. */
export interface Filter extends z.infer<typeof Query> {
  whose: Whose;
  fromDate?: Date;
  toDate?: Date;
}

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
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  asked: unknown,
): Promise<Filter> {
  const query = Query.parse(asked);
  const { member, from, to } = query;
  return {
    ...query,
    whose: await identify(deps, guild, member),
    fromDate: from ? new Date(from) : undefined,
    toDate: to ? new Date(Date.parse(to) + DAY) : undefined,
  };
}

/** The filter as a query, without the place in the list. */
export function queryOf({ member, kind, from, to }: Filter): Record<string, string | undefined> {
  return { member, kind, from, to };
}
