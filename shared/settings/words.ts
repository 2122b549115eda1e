import type { Field } from './fields.ts';

/** What the guild's channels and roles are called, by id; those that are gone are missing. */
export type Names = Readonly<Record<string, string>>;

/** A value as people read it. */
export function inWords(field: Field, value: unknown, names: Names = {}): string {
  const entries = entriesOf(field, value, names);
  return entries ? entries.join('; ') || 'none' : wordOf(field, value, names);
}

/** The entries of a list, each in words; undefined for what is no list. */
export function entriesOf({ control }: Field, value: unknown, names: Names): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  if (control.is === 'table') return value.map((row) => rowOf(control.columns, row, names));
  return value.map((entry) => nameOf(control, String(entry), names));
}

function wordOf({ control, unit }: Field, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return [value.toLocaleString('en-US'), unit].filter(Boolean).join(' ');
  return nameOf(control, String(value), names);
}

function nameOf(control: Field['control'], value: string, names: Names): string {
  if (control.is === 'choice') return control.options.find((option) => option.value === value)?.text ?? value;
  if (control.is !== 'pick') return value;
  const name = names[value];
  return name === undefined ? `deleted (${value})` : `${control.kind === 'channel' ? '#' : '@'}${name}`;
}

function rowOf(columns: readonly Field[], row: unknown, names: Names): string {
  const cells = new Map<string, unknown>(Object.entries(row ?? {}));
  return columns.map((column) => wordOf(column, cells.get(column.key), names)).join(', ');
}
