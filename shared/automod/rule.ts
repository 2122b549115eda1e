import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';
import { Action } from './action.ts';
import type { KindName } from './kinds/registry.ts';

export const modes = ['enforce', 'monitor'] as const;
export const mostRules = 48; // of a guild: slots of a record (windows.ts)

const Ids = z
  .array(Snowflake)
  .max(100)
  .overwrite((ids) => [...new Set(ids)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)));

/** What all rules have, whatever their kind; `settings` are the kind's own (kinds/registry.ts). */
export const RuleShape = {
  name: z.string().trim().min(1).max(64).describe('Unique in the guild, whatever its case'),
  enabled: z.boolean(),
  mode: z.enum(modes).describe('`monitor` records what it would have done, and does nothing'),
  action: Action,
  deleteMessages: z.boolean().describe('Whether the messages of the burst are deleted as well'),
  exemptRoles: Ids,
  exemptChannels: Ids.describe('Their threads are exempt as well'),
  exemptModerators: z
    .boolean()
    .describe("Whoever has Manage Messages or the guild's moderator role, and the owner"),
};

/** A rule as staff write it. */
export interface RuleDraft {
  name: string;
  kind: KindName;
  enabled: boolean;
  mode: (typeof modes)[number];
  action: Action;
  deleteMessages: boolean;
  exemptRoles: Snowflake[];
  exemptChannels: Snowflake[];
  exemptModerators: boolean;
  /** Parsed by the schema of its kind. */
  settings: Record<string, unknown>;
}

/** A rule that is stored. */
export interface Rule extends RuleDraft {
  id: string;
  guild: Snowflake;
  /** Its bit in the windows' records, 0–47; of one guild no two rules have the same. */
  slot: number;
  version: number;
}
