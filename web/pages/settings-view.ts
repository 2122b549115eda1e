import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { SettingsDefinition } from '../../shared/settings/definition.ts';
import { type Field, fieldsOf, sectionsOf } from '../../shared/settings/fields.ts';
import { inWords, type Names } from '../../shared/settings/words.ts';
import { listChannels, listRoles, textTypes } from '../../shared/sync/store.ts';
import type { Deps } from '../context.ts';
import { cellName, type Posted, rowsOf, textsOf } from './settings-form.ts';

interface Option {
  value: string;
  text: string;
  hint?: string;
}

/** What can be picked in a guild, and what it is called. */
export interface Picks {
  channel: Option[];
  role: Option[];
  names: Names;
}

/** Those that were deleted are left out: whoever still uses one is told. */
export async function readPicks(deps: Pick<Deps, 'db'>, guild: Snowflake): Promise<Picks> {
  const [channels, roles] = await Promise.all([
    listChannels(deps, guild, { types: textTypes }),
    listRoles(deps, guild),
  ]);
  const channel = channels
    .filter(({ active }) => active)
    .map(({ id, name, category }) => ({ value: id, text: name, hint: category ?? undefined }));
  const role = roles
    .filter(({ active }) => active)
    .map(({ id, name }) => ({ value: id, text: id === guild ? 'everyone' : name })); // Discord's name of it begins with an @ already
  const names = Object.fromEntries([...channel, ...role].map(({ value, text }) => [value, text]));
  return { channel, role, names };
}

/** The form of settings as the template draws it, showing what is posted or stored. */
export function viewForm(
  { schema }: Pick<SettingsDefinition, 'schema'>,
  posted: Posted,
  errors: Readonly<Record<string, string>>,
  picks: Picks,
) {
  return sectionsOf(fieldsOf(schema)).map(({ title, advanced, fields }) => ({
    title,
    isFolded: advanced && fields.every(({ key }) => !errors[key]),
    fields: fields.map((field) => viewField(field, posted, errors, picks)),
  }));
}

/** The settings as a list to read, for those who may not change them. */
export function viewFacts(
  { schema }: Pick<SettingsDefinition, 'schema'>,
  values: Record<string, unknown>,
  { names }: Picks,
) {
  return sectionsOf(fieldsOf(schema)).map(({ title, fields }) => ({
    title,
    facts: fields.map((field) => ({ term: field.title, text: inWords(field, values[field.key], names) })),
  }));
}

function viewField(field: Field, posted: Posted, errors: Readonly<Record<string, string>>, picks: Picks) {
  const { key: name, title: label, help, unit, control, nullable } = field;
  const values = textsOf(posted, name);
  const required = nullable || control.is === 'check' ? undefined : true;
  const common = { name, label, help, unit, error: errors[name], required, control, values };
  if (control.is === 'table') return { ...common, rows: viewRows(field, control, posted, errors) };
  if (control.is === 'pick') return { ...common, kind: control.kind, options: picks[control.kind] };
  return { ...common, value: values[0] ?? '' };
}

/** The rows there are and one more to type into. */
function viewRows(
  { key }: Field,
  { columns, most }: Extract<Field['control'], { is: 'table' }>,
  posted: Posted,
  errors: Readonly<Record<string, string>>,
) {
  const posts = rowsOf({ key }, posted);
  const rows = posts.filter((row) =>
    columns.some((column) =>
      textsOf(posted, cellName(key, row, column.key))
        .join('')
        .trim(),
    ),
  );
  const blank = rows.length < most ? [(posts.at(-1) ?? -1) + 1] : [];
  return [...rows, ...blank].map((row, index) => ({
    number: index + 1,
    isBlank: index === rows.length,
    remove: {
      name: cellName(key, row, 'remove'),
      checked: textsOf(posted, cellName(key, row, 'remove')).length > 0,
    },
    cells: columns.map((column) => {
      const name = cellName(key, row, column.key);
      return { ...column, name, value: textsOf(posted, name)[0] ?? '', error: errors[name] };
    }),
  }));
}
