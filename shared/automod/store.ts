import type { Log } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { loadModerators } from '../moderation/moderators.ts';
import { loadThreads } from '../moderation/threads.ts';
import type { Rule } from './rule.ts';
import { AutoModConfigRow, AutoModRule } from './rule-model.ts';
import { AutoModConfig, type AutoModSettings } from './settings.ts';
import { readRule } from './stored-rule.ts';

export { isModerator, type Whereabouts } from '../moderation/moderators.ts';

type Deps = { db: Knex; log: Log };

/**
 * What workers know of these guilds' auto-moderation, in six queries whatever their number; defaults where a guild has
 * stored none. Roles, channels and threads are looked up only for guilds with rules to obey. A rule that cannot be read is
 * logged and left out, and so is a guild whose config cannot be read: what somebody switched off stays off.
 */
export async function loadAutoModSettings(
  { db, log }: Deps,
  guilds: Snowflake[],
): Promise<Map<Snowflake, AutoModSettings>> {
  const [configs, rules] = await Promise.all([
    loadConfigs({ db, log }, guilds),
    loadRules({ db, log }, guilds),
  ]);
  const obeyed = (guild: Snowflake) => (configs.get(guild)?.enabled ? (rules.get(guild) ?? []) : []);
  const ruled = guilds.filter((guild) => obeyed(guild).length > 0);
  const moderators = await loadModerators({ db }, ruled);
  const threads = await loadThreads(
    { db },
    new Map(
      ruled.map((guild) => {
        const exempt = obeyed(guild).flatMap(({ exemptChannels }) => exemptChannels);
        return [guild, [...exempt, ...(moderators.get(guild)?.channelModerators.keys() ?? [])]];
      }),
    ),
  );
  return new Map(
    [...configs].map(([guild, config]) => [
      guild,
      {
        ...(moderators.get(guild) ?? nobody),
        config,
        rules: obeyed(guild),
        threads: threads.get(guild) ?? new Map(),
      },
    ]),
  );
}

const nobody = { owner: null, moderatorRoles: new Set<Snowflake>(), channelModerators: new Map() };

async function loadConfigs({ db, log }: Deps, guilds: Snowflake[]): Promise<Map<Snowflake, AutoModConfig>> {
  const rows = await AutoModConfigRow.query(db).findByIds(guilds);
  const stored = new Map(rows.map(({ guildId, values }) => [guildId, values]));
  return new Map(
    guilds.flatMap((guild): [Snowflake, AutoModConfig][] => {
      const config = AutoModConfig.safeParse(stored.get(guild) ?? {});
      if (config.success) return [[guild, config.data]];
      const fields = config.error.issues.map(({ path }) => path.join('.'));
      log.error({ guild, fields }, 'stored settings of auto-moderation cannot be read');
      return [];
    }),
  );
}

/** Enabled rules, in the order of their ids. */
async function loadRules({ db, log }: Deps, guilds: Snowflake[]): Promise<Map<Snowflake, Rule[]>> {
  const rows = await AutoModRule.query(db).whereIn('guild_id', guilds).where('enabled', true).orderBy('id');
  const found = new Map<Snowflake, Rule[]>();
  for (const row of rows) {
    const read = readRule(row);
    if (!read || read.unreadable.length > 0) {
      const { guildId: guild, id: rule, kind } = row;
      log.error({ guild, rule, kind, fields: read?.unreadable }, 'a stored rule cannot be read');
      continue;
    }
    found.set(row.guildId, [...(found.get(row.guildId) ?? []), read.rule]);
  }
  return found;
}
