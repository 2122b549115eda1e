import { z } from 'zod';
import { DAY } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { caseKinds } from '../../shared/moderation/model.ts';
import { Words } from '../http/query.ts';

/** What cannot be meant is not asked for. */
const Query = z.object({
  /** A member, or the number of a case. */
  find: Words,
  /** A moderator. */
  by: Words,
  kind: z.enum(caseKinds).optional().catch(undefined),
  state: z.enum(['open', 'resolved', 'failed']).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  guild: Snowflake.optional().catch(undefined),
  before: Snowflake.optional().catch(undefined),
});
/** What was asked for, as it was typed. */
export type CaseQuery = z.infer<typeof Query>;

export function readCaseQuery(asked: unknown): CaseQuery {
  return Query.parse(asked);
}

/** `12` or `#12`: ids of Discord are longer than any number of a case. */
export function numberIn(text: string | undefined): number | undefined {
  const digits = text?.match(/^#?([1-9]\d{0,8})$/)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Days are those of UTC; the last one is included. */
export function daysOf({ from, to }: Pick<CaseQuery, 'from' | 'to'>): { from?: Date; to?: Date } {
  return {
    ...(from && { from: new Date(from) }),
    ...(to && { to: new Date(Date.parse(to) + DAY) }),
  };
}

/** The query of links to the same list. */
export function linksOf({ before: _, ...query }: CaseQuery): Record<string, string | undefined> {
  return query;
}
