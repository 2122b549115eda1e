import type { Log } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { loadModerators } from '../moderation/moderators.ts';
import { loadThreads } from '../moderation/threads.ts';
import { FileRule } from './model.ts';
import { FileConfig, type FileSettings } from './settings.ts';

type Deps = { db: Knex; log: Pick<Log, 'error'> };

/**
 * The settings of these guilds, in a constant number of queries; defaults where a guild has stored none. One whose stored
 * config cannot be read is logged and left out: its files are recorded, and nothing is enforced.
 */
export async function loadFileSettings(
  { db, log }: Deps,
  guilds: Snowflake[],
): Promise<Map<Snowflake, FileSettings>> {
  const configs = await loadConfigs({ db, log }, guilds);
  const enforced = [...configs].filter(([, { enabled }]) => enabled).map(([guild]) => guild);
  const [rules, moderators] = await Promise.all([
    enforced.length > 0 ? FileRule.query(db).whereIn('guild_id', enforced) : [],
    loadModerators({ db }, enforced),
  ]);
  const places = enforced.map((guild): [Snowflake, Snowflake[]] => {
    const elsewhere = moderators.get(guild)?.channelModerators.keys() ?? [];
    return [guild, [...(configs.get(guild)?.exemptChannels ?? []), ...elsewhere]];
  });
  const threads = await loadThreads({ db }, new Map(places));
  return new Map(
    [...configs].map(([guild, config]) => {
      const own = rules.filter(({ guildId }) => guildId === guild);
      const byExtension = new Map(
        own.map(({ extension, decision, message }) => [extension, { decision, message }]),
      );
      const who = moderators.get(guild) ?? nobody;
      return [guild, { ...who, config, rules: byExtension, threads: threads.get(guild) ?? new Map() }];
    }),
  );
}

const nobody = { owner: null, moderatorRoles: new Set<Snowflake>(), channelModerators: new Map() };

async function loadConfigs({ db, log }: Deps, guilds: Snowflake[]): Promise<Map<Snowflake, FileConfig>> {
  const rows = await db('file_configs')
    .whereIn('guild_id', guilds)
    .select<{ guild: Snowflake; values: unknown }[]>('guild_id AS guild', 'values');
  const stored = new Map(rows.map(({ guild, values }) => [guild, values]));
  return new Map(
    guilds.flatMap((guild): [Snowflake, FileConfig][] => {
      const config = FileConfig.safeParse(stored.get(guild) ?? {});
      if (config.success) return [[guild, config.data]];
      log.error({ guild }, 'stored settings of files cannot be read');
      return [];
    }),
  );
}
