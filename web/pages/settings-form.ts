import type { Fault } from '../../shared/core/faults.ts';
import type { Field } from '../../shared/settings/fields.ts';

/** A form as posted, or as it would be: a name without a value is not there. */
export type Posted = Readonly<Record<string, string | string[]>>;

/** What a posted form asks for, not yet checked; and by which control each value was typed, for what is wrong with it. */
export interface Typed {
  given: Record<string, unknown>;
  controlOf(path: string): string;
}

/** Reads a form. Controls are named by their field; those of tables `<field>-<row>-<column>`. */
export function readForm(fields: readonly Field[], posted: Posted): Typed {
  const given: Record<string, unknown> = {};
  const controls = new Map<string, string>();
  for (const field of fields) {
    given[field.key] = readField(field, posted);
    if (field.control.is !== 'table') continue;
    for (const [index, row] of usedRows(field, posted).entries())
      controls.set(`${field.key}.${index}`, cellName(field.key, row));
  }
  return {
    given,
    controlOf(path) {
      const [key = '', index, column] = path.split('.');
      const row = controls.get(`${key}.${index}`);
      return row && column ? `${row}${column}` : key;
    },
  };
}

/** The form in which values would be posted. */
export function fillForm(fields: readonly Field[], values: Readonly<Record<string, unknown>>): Posted {
  return Object.fromEntries(fields.flatMap((field) => fillField(field, values[field.key])));
}

/** What is wrong, by the control that shows it. */
export function errorsOf(faults: readonly Fault[], { controlOf }: Typed): Record<string, string> {
  return Object.fromEntries(faults.toReversed().map(({ path, message }) => [controlOf(path), message]));
}

/** The rows of a table that anything was typed into, by the numbers in their names. */
export function rowsOf({ key }: Pick<Field, 'key'>, posted: Posted): number[] {
  const name = new RegExp(`^${key}-(\\d{1,4})-`);
  const rows = Object.keys(posted).flatMap((control) => control.match(name)?.[1] ?? []);
  return [...new Set(rows)].map(Number).sort((a, b) => a - b);
}

export function cellName(key: string, row: number, column = ''): string {
  return `${key}-${row}-${column}`;
}

export function textsOf(posted: Posted, name: string): string[] {
  return [posted[name] ?? []].flat();
}

function readField(field: Field, posted: Posted): unknown {
  const { key, control, nullable } = field;
  const [text = ''] = textsOf(posted, key);
  if (nullable && text.trim() === '') return null;
  switch (control.is) {
    case 'check':
      return text === 'on';
    case 'number':
      return numberOf(text);
    case 'pick':
      return control.multiple ? textsOf(posted, key) : text;
    case 'lines':
      return text.split('\n').flatMap((line) => line.trim() || []);
    case 'table':
      return usedRows(field, posted).map((row) => readRow(control.columns, key, row, posted));
    default:
      return text;
  }
}

/** Without those that are to go, and those that nothing was typed into. */
function usedRows({ key, control }: Field, posted: Posted): number[] {
  if (control.is !== 'table') return [];
  return rowsOf({ key }, posted).filter((row) => {
    if (textsOf(posted, cellName(key, row, 'remove')).length > 0) return false;
    return control.columns.some((column) =>
      textsOf(posted, cellName(key, row, column.key))
        .join('')
        .trim(),
    );
  });
}

function readRow(columns: readonly Field[], key: string, row: number, posted: Posted) {
  const cell = (column: Field) => ({ ...column, key: cellName(key, row, column.key) });
  return Object.fromEntries(columns.map((column) => [column.key, readField(cell(column), posted)]));
}

/** What is no number is refused by the schema, not guessed. */
function numberOf(text: string): number {
  return /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
}

function fillField({ key, control }: Field, value: unknown): [string, string | string[]][] {
  if (value === null || value === undefined || value === false) return [];
  if (value === true) return [[key, 'on']];
  if (!Array.isArray(value)) return [[key, String(value)]];
  if (control.is === 'pick') return [[key, value.map(String)]];
  if (control.is !== 'table') return [[key, value.join('\n')]];
  return value.flatMap((row: unknown, index) =>
    control.columns.flatMap((column) => {
      const cells = new Map<string, unknown>(Object.entries(row ?? {}));
      return fillField({ ...column, key: cellName(key, index, column.key) }, cells.get(column.key));
    }),
  );
}
