import { changedKeys } from './change.ts';
import type { SettingsDefinition } from './definition.ts';
import { type Field, fieldsOf } from './fields.ts';
import { entriesOf, inWords, type Names } from './words.ts';

/** A field that changed. Of a list, `before` has what was taken out of it, `after` what was put in. */
export interface Change {
  path: string;
  label: string;
  before: string;
  after: string;
}

type Values = Readonly<Record<string, unknown>>;

/** What changed, as people read it, in the order of the form. */
export function diffSettings(
  { schema }: Pick<SettingsDefinition, 'schema'>,
  before: Values,
  after: Values,
  names: Names = {},
): Change[] {
  const changed = new Set(changedKeys(before, after));
  return fieldsOf(schema)
    .filter(({ key }) => changed.has(key))
    .map((field) => ({
      path: field.key,
      label: field.title,
      ...sidesOf(field, before[field.key], after[field.key], names),
    }));
}

function sidesOf(field: Field, before: unknown, after: unknown, names: Names) {
  const [old, fresh] = [entriesOf(field, before, names), entriesOf(field, after, names)];
  if (!old || !fresh) return { before: inWords(field, before, names), after: inWords(field, after, names) };
  const [removed, added] = [without(old, fresh), without(fresh, old)];
  const isOrder = removed.length + added.length === 0;
  return isOrder ? sides(old, fresh) : sides(removed, added);
}

function sides(before: readonly string[], after: readonly string[]) {
  return { before: before.join('; '), after: after.join('; ') };
}

function without(entries: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return entries.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
