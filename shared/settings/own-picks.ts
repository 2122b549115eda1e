import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { findOwnPlaces } from '../sync/own-places.ts';
import type { SettingsDefinition } from './definition.ts';
import { type Field, fieldsOf } from './fields.ts';

type Values = Readonly<Record<string, unknown>>;
type PickField = Field & { control: { is: 'pick' } };

/** A setting that would name a channel or a role of another guild. */
export interface ForeignPick {
  field: PickField;
  ids: Snowflake[];
}

/**
 * What settings would name that is not the guild's, as the bot writes where it is told to. What they name already may stay:
 * it was there once.
 */
export async function findForeignPicks(
  deps: { db: Knex },
  { schema }: Pick<SettingsDefinition, 'schema'>,
  guild: Snowflake,
  { before, after }: { before: Values; after: Values },
): Promise<ForeignPick[]> {
  const added = fieldsOf(schema)
    .filter(isPick)
    .map((field) => {
      const kept = idsOf(before[field.key]);
      return { field, ids: idsOf(after[field.key]).filter((id) => !kept.includes(id)) };
    })
    .filter(({ ids }) => ids.length > 0);
  if (added.length === 0) return [];
  const own = await findOwnPlaces(
    deps,
    guild,
    added.flatMap(({ ids }) => ids),
  );
  return added
    .map(({ field, ids }) => ({ field, ids: ids.filter((id) => !own[field.control.kind].has(id)) }))
    .filter(({ ids }) => ids.length > 0);
}

export function faultOfForeign({ field: { key, control }, ids }: ForeignPick): Fault {
  return { path: key, message: `No ${control.kind} of this guild: ${ids.slice(0, 3).join(', ')}.` };
}

/** The values without what is foreign: a setting of one channel or role stays as it is. */
export function withoutForeign(
  { before, after }: { before: Values; after: Values },
  foreign: readonly ForeignPick[],
): Record<string, unknown> {
  const kept = foreign.map(({ field: { key, control }, ids }) => [
    key,
    control.multiple ? idsOf(after[key]).filter((id) => !ids.includes(id)) : before[key],
  ]);
  return { ...after, ...Object.fromEntries(kept) };
}

function isPick(field: Field): field is PickField {
  return field.control.is === 'pick';
}

function idsOf(value: unknown): Snowflake[] {
  return [value].flat().filter((id): id is Snowflake => typeof id === 'string');
}
