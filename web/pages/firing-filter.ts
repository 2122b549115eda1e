import { z } from 'zod';
import type { FiringFilters } from '../../shared/automod/firing-list.ts';
import { kindNames } from '../../shared/automod/kinds/registry.ts';
import { outcomes } from '../../shared/automod/model.ts';
import { DAY } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { Words } from '../http/query.ts';

/** What cannot be meant is not asked for. */
const Query = z.object({
  member: Words,
  /** Of ours, or `discord`. */
  rule: z
    .union([z.literal('discord'), Snowflake])
    .optional()
    .catch(undefined),
  kind: z
    .enum([...kindNames, 'discord'])
    .optional()
    .catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  guild: Snowflake.optional().catch(undefined),
  before: Snowflake.optional().catch(undefined),
});
/** What was asked for, as it was typed. */
export type FiringQuery = z.infer<typeof Query>;

export function readFiringQuery(asked: unknown): FiringQuery {
  return Query.parse(asked);
}

/** Without the place in the list; days are those of UTC, the last one is included. */
export function filtersOf({ rule, kind, outcome, from, to }: FiringQuery): FiringFilters {
  return {
    ...(rule === 'discord' ? { kind: 'discord' as const } : { rule, kind }),
    outcome,
    from: from ? new Date(from) : undefined,
    to: to ? new Date(Date.parse(to) + DAY) : undefined,
  };
}

/** The query of links to the same list. */
export function linkQuery({ before: _, ...query }: FiringQuery): Record<string, string | undefined> {
  return query;
}
