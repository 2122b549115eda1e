import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Uses } from './needs.ts';
import type { Picks } from './picks.ts';

interface Row {
  mode: string;
  lockdown: boolean | null;
  roles: Snowflake[];
  channels: Snowflake[];
}

/** What the rules of auto-moderation and of files name and need. At most as many rows as a guild may have rules. */
export async function readRuleFacts(
  { db }: { db: Knex },
  guild: Snowflake,
): Promise<{ picks: Picks[]; uses: Pick<Uses, 'enforced' | 'lockdowns'> }> {
  const [rules, files] = await Promise.all([
    db('automod_rules')
      .where({ guild_id: guild, enabled: true })
      .orderBy('id')
      .select<Row[]>('mode', 'exempt_roles AS roles', 'exempt_channels AS channels')
      .select(db.raw("(settings->>'lockdown')::boolean AS lockdown")),
    db('file_configs').where('guild_id', guild).whereRaw("values->>'enabled' = 'true'").first('guild_id'),
  ]);
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
    uses: {
      enforced: enforcing.length + (files ? 1 : 0),
      lockdowns: enforcing.filter(({ lockdown }) => lockdown).length,
    },
  };
}
