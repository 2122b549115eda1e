import { z } from 'zod';
import { longestReason } from '../../shared/bytes/reason.ts';
import { oneLine } from '../../shared/core/plain-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';

export { SquadShape } from '../../shared/squads/shape.ts';

/** The parameters of what belongs to a guild. */
export const InGuild = z.object({ guildId: Snowflake });

/** A time, as ISO 8601 in UTC. */
export const Time = z
  .date()
  .transform((date) => date.toISOString())
  .pipe(z.iso.datetime());

/** A filter by time. */
export const Since = z.iso
  .datetime()
  .refine((text) => Date.parse(text) >= 0, 'Before 1970')
  .transform((text) => new Date(text));

/** A `bigint` of the economy: its limits keep it far below 2^53. */
export const Amount = z.coerce.number().pipe(z.int());

/** Permissions, as Discord writes them. */
export const Bits = z.string().regex(/^\d+$/).describe('Bits as a decimal number');

/** An id of ours: of a row in a table. */
export const RowId = z.string().regex(/^[1-9]\d{0,17}$/, 'Not an id');

/** The parameters of what belongs to a squad. */
export const InSquad = InGuild.extend({ squadId: RowId });

/** The parameters of what belongs to a firing. */
export const InFiring = InGuild.extend({ firingId: RowId });

/** Why bytes move, on one line, as the ledger keeps it; what cannot be seen is no reason. */
export const Reason = z.string().overwrite(oneLine).min(1).max(longestReason);
