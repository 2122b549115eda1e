import type { Log } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { ModerationConfigRow } from './model.ts';
import { ModerationConfig } from './settings.ts';

/**
 * The settings of these guilds, in one query; defaults where a guild has stored none. One whose stored config cannot be
 * read is logged and left out.
 */
export async function loadModerationSettings(
  { db, log }: { db: Knex; log: Log },
  guilds: Snowflake[],
): Promise<Map<Snowflake, ModerationConfig>> {
  const rows = await ModerationConfigRow.query(db).findByIds(guilds);
  const stored = new Map(rows.map(({ guildId, values }) => [guildId, values]));
  return new Map(
    guilds.flatMap((guild): [Snowflake, ModerationConfig][] => {
      const config = ModerationConfig.safeParse(stored.get(guild) ?? {});
      if (config.success) return [[guild, config.data]];
      const fields = config.error.issues.map(({ path }) => path.join('.'));
      log.error({ guild, fields }, 'stored settings of moderation cannot be read');
      return [];
    }),
  );
}
