import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { SettingsDefinition, SettingsSchema, Values } from './definition.ts';
import { actorOfRow, SettingsVersion } from './model.ts';
import { revive } from './revive.ts';

/** One saved state of a feature's settings, in today's form. */
export interface Version<S extends SettingsSchema = SettingsSchema> {
  version: number;
  values: Values<S>;
  actor: Actor;
  note: string | null;
  at: Date;
}

/** The versions of a guild's settings, newest first; `before` is the last number of the page before. */
export async function listVersions<S extends SettingsSchema>(
  { db }: { db: Knex },
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  { before, limit }: { before?: number; limit: number },
): Promise<Version<S>[]> {
  const query = selectVersions({ db }, definition, guild).orderBy('version', 'desc').limit(limit);
  if (before !== undefined) query.where('version', '<', before);
  const rows: Record<string, unknown>[] = await query.select('*');
  return rows.map((row) => toVersion(definition, row));
}

/** The versions of a guild's settings as a query, for lists that page by themselves; `toVersion` reads its rows. */
export function selectVersions(
  { db }: { db: Knex },
  { feature }: SettingsDefinition,
  guild: Snowflake,
): Knex.QueryBuilder {
  return db(SettingsVersion.tableName).where({ feature, guild_id: guild });
}

export function toVersion<S extends SettingsSchema>(
  { schema }: SettingsDefinition<S>,
  row: Record<string, unknown>,
): Version<S> {
  const stored = SettingsVersion.fromDatabaseJson(row);
  const { version, note, createdAt: at } = stored;
  return { version, values: revive(schema, stored.values).values, actor: actorOfRow(stored), note, at };
}

export async function readVersion<S extends SettingsSchema>(
  { db }: { db: Knex },
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  version: number,
): Promise<Version<S> | undefined> {
  if (!isVersion(version)) return undefined;
  const row: Record<string, unknown> | undefined = await selectVersions({ db }, definition, guild)
    .where({ version })
    .first();
  return row && toVersion(definition, row);
}

/** What the settings were at a version, 0 being the defaults; undefined where that is not known. */
export async function readValuesAt<S extends SettingsSchema>(
  deps: { db: Knex },
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  version: number,
): Promise<Values<S> | undefined> {
  if (version === 0) return definition.schema.parse({});
  return (await readVersion(deps, definition, guild, version))?.values;
}

/** Fits the column. */
function isVersion(version: number): boolean {
  return Number.isInteger(version) && version > 0 && version < 2 ** 31;
}
