import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';
import type { Uses } from './needs.ts';
import type { Picks } from './picks.ts';

const Rule = z.object({
  mode: z.string(),
  lockdown: z.boolean().nullable(),
  roles: z.array(z.string()),
  channels: z.array(z.string()),
});

interface RuleFacts {
  picks: Picks[];
  uses: Pick<Uses, 'enforced' | 'lockdowns'>;
}

/** What the rules of auto-moderation name and need. At most as many rows as a guild may have rules. */
export function ruleFacts(guild: Snowflake): Question<RuleFacts> {
  return {
    sql: `SELECT mode, (settings->>'lockdown')::boolean AS lockdown, exempt_roles::text[] AS roles,
        exempt_channels::text[] AS channels
      FROM automod_rules WHERE guild_id = ? AND enabled ORDER BY id`,
    values: [guild],
    read: (rows) => factsOf(z.array(Rule).parse(rows)),
  };
}

/** Whether the rules of files enforce. */
export function fileRuleFacts(guild: Snowflake): Question<boolean> {
  return {
    sql: `SELECT FROM file_configs WHERE guild_id = ? AND values->>'enabled' = 'true'`,
    values: [guild],
    read: (rows) => z.array(z.unknown()).parse(rows).length > 0,
  };
}

function factsOf(rules: readonly z.infer<typeof Rule>[]): RuleFacts {
  const enforcing = rules.filter(({ mode }) => mode === 'enforce');
  const pick = (kind: Picks['kind'], ids: Snowflake[]): Picks => {
    return { kind, ids: [...new Set(ids)], posts: false, use: { is: 'automod' } };
  };
  return {
    picks: [
      pick(
        'role',
        rules.flatMap(({ roles }) => roles),
      ),
      pick(
        'channel',
        rules.flatMap(({ channels }) => channels),
      ),
    ],
    uses: { enforced: enforcing.length, lockdowns: enforcing.filter(({ lockdown }) => lockdown).length },
  };
}
