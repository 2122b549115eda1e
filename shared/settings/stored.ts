import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Question } from '../db/together.ts';
import type { SettingsDefinition, SettingsSchema, Values } from './definition.ts';
import { revive } from './revive.ts';

/** A guild's settings as stored. */
export interface Settings<S extends SettingsSchema> {
  values: Values<S>;
  /** 0: never saved. */
  version: number;
  /** The titles of fields that could not be read; they show defaults. */
  unreadable: string[];
}

/** A guild's settings as they are, past every cache. */
export async function readSettings<S extends SettingsSchema>(
  { db }: { db: Knex },
  { table, schema }: SettingsDefinition<S>,
  guild: Snowflake,
): Promise<Settings<S>> {
  const row = await db<Row>(table).where({ guild_id: guild }).first('values', 'version');
  return { ...revive(schema, row?.values ?? {}), version: row?.version ?? 0 };
}

/** As `readSettings`, of several features at once, in the order of their definitions. */
export function allSettings(
  guild: Snowflake,
  definitions: readonly SettingsDefinition[],
): Question<({ definition: SettingsDefinition } & Settings<SettingsSchema>)[]> {
  const tables = [...new Set(definitions.map(({ table }) => table))];
  return {
    sql: tables
      .map((table) => `SELECT '${table}' AS table, values, version FROM ${table} WHERE guild_id = ?`)
      .join(' UNION ALL '),
    values: tables.map(() => guild),
    read(rows) {
      const stored = new Map(
        z
          .array(Stored)
          .parse(rows)
          .map(({ table, ...row }) => [table, row]),
      );
      return definitions.map((definition) => {
        const { values = {}, version = 0 } = stored.get(definition.table) ?? {};
        return { definition, ...revive(definition.schema, values), version };
      });
    },
  };
}

const Stored = z.object({ table: z.string(), values: z.unknown(), version: z.number() });

/**
 * As `readSettings`, and nobody else saves them before the transaction ends. The row is made where there is none, so that
 * two first saves wait for one another as well.
 */
export async function lockSettings<S extends SettingsSchema>(
  trx: Knex.Transaction,
  { table, schema }: SettingsDefinition<S>,
  guild: Snowflake,
): Promise<Settings<S> & { at: Date }> {
  const start = `INSERT INTO ?? (guild_id, values, version) VALUES (?, '{}', 0) ON CONFLICT DO NOTHING`;
  await trx.raw(start, [table, guild]);
  const row = await trx<Row>(table).where({ guild_id: guild }).forUpdate().first();
  if (!row) throw new Error(`the row of ${guild} in ${table} went away under its transaction`);
  return { ...revive(schema, row.values), version: row.version, at: row.updated_at };
}

interface Row {
  guild_id: Snowflake;
  values: unknown;
  version: number;
  updated_at: Date;
}
