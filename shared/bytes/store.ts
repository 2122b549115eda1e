import type { Log } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { BytesConfigRow, BytesRole } from './model.ts';
import { BytesConfig, type BytesSettings } from './settings.ts';

/**
 * The settings of these guilds, in two queries; defaults where a guild has stored none. One whose stored config cannot
 * be read is logged and left out: its economy rests, and no other guild's.
 */
export async function loadBytesSettings(
  { db, log }: { db: Knex; log: Log },
  guilds: Snowflake[],
): Promise<Map<Snowflake, BytesSettings>> {
  const [configs, roles] = await Promise.all([
    BytesConfigRow.query(db).findByIds(guilds),
    BytesRole.query(db).whereIn('guild_id', guilds).orderBy(['guild_id', 'threshold']),
  ]);
  const stored = new Map(configs.map(({ guildId, values }) => [guildId, values]));
  return new Map(
    guilds.flatMap((guild): [Snowflake, BytesSettings][] => {
      const config = BytesConfig.safeParse(stored.get(guild) ?? {});
      if (!config.success) {
        const fields = config.error.issues.map(({ path }) => path.join('.'));
        log.error({ guild, fields }, 'stored settings of bytes cannot be read');
        return [];
      }
      const earned = roles
        .filter(({ guildId }) => guildId === guild)
        .map(({ roleId, threshold }) => ({ role: roleId, threshold: Number(threshold) }));
      return [[guild, { config: config.data, roles: earned }]];
    }),
  );
}
