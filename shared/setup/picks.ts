import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';
import type { SettingsDefinition } from '../settings/definition.ts';
import { type Field, fieldsOf } from '../settings/fields.ts';
import { allSettings } from '../settings/stored.ts';
import type { Use } from './finding.ts';

/** Channels or roles that one setting names. */
export interface Picks {
  kind: 'channel' | 'role';
  ids: Snowflake[];
  /** The bot writes there. */
  posts: boolean;
  use: Use;
}

/** Everything that a guild's settings name, in the order of their forms. */
export function settingsPicks(
  guild: Snowflake,
  definitions: readonly SettingsDefinition[],
): Question<Picks[]> {
  const { read, ...question } = allSettings(guild, definitions);
  return {
    ...question,
    read: (rows) =>
      read(rows).flatMap(({ definition, values }) =>
        fieldsOf(definition.schema).flatMap((field) => picksOf(definition, field, values[field.key])),
      ),
  };
}

function picksOf(definition: SettingsDefinition, field: Field, value: unknown): Picks[] {
  const { feature, title } = definition;
  const titles = { feature: title, setting: field.title };
  return namedBy(field, value).map(({ column, ids }) => ({
    kind: column.control.kind,
    ids,
    posts: column.posts,
    use: { is: 'setting', feature, key: field.key, titles },
  }));
}

type PickField = Field & { control: { is: 'pick' } };

/** The field itself where it picks, or the columns of a table that do. */
function namedBy(field: Field, value: unknown): { column: PickField; ids: Snowflake[] }[] {
  const { control } = field;
  if (isPick(field)) return [{ column: field, ids: idsOf(value) }];
  if (control.is !== 'table' || !Array.isArray(value)) return [];
  return control.columns.filter(isPick).map((column) => ({
    column,
    ids: value.flatMap((row) => idsOf(new Map<string, unknown>(Object.entries(row ?? {})).get(column.key))),
  }));
}

function isPick(field: Field): field is PickField {
  return field.control.is === 'pick';
}

function idsOf(value: unknown): Snowflake[] {
  return [value].flat().filter((id): id is Snowflake => typeof id === 'string' && id !== '');
}
