import { z } from 'zod';
import type { SettingMeta } from '../core/setting-meta.ts';
import type { SettingsSchema } from './definition.ts';

/** One setting as a form, a diff or a document needs to know it: read off the schema. */
export interface Field {
  key: string;
  title: string;
  help?: string;
  unit?: string;
  group: string;
  advanced: boolean;
  quick: boolean;
  posts: boolean;
  /** May be empty: null. */
  nullable: boolean;
  control: Control;
}

/** How a setting is edited. Limits are the schema's; those of a list count its entries. */
export type Control =
  | { is: 'check' }
  | { is: 'number'; min?: number; max?: number; whole: boolean }
  | { is: 'text'; widget?: 'emoji' | 'time-zone'; least?: number; most?: number }
  | { is: 'choice'; options: { value: string; text: string }[] }
  | { is: 'pick'; kind: 'channel' | 'role'; multiple: boolean }
  | { is: 'lines'; most?: number }
  | { is: 'table'; columns: Field[]; most: number };

/** The settings of a schema in its order. Throws for one that no form could show. */
export function fieldsOf(schema: SettingsSchema): Field[] {
  return columnsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json);
}

/** The fields of a form by the section they stand in, sections in the order of their first field. */
export function sectionsOf(
  fields: readonly Field[],
): { title: string; advanced: boolean; fields: Field[] }[] {
  const groups = new Map<string, Field[]>();
  for (const field of fields) groups.set(field.group, [...(groups.get(field.group) ?? []), field]);
  return [...groups].map(([title, fields]) => ({
    title,
    advanced: fields.every(({ advanced }) => advanced),
    fields,
  }));
}

/** What is used of JSON Schema, with the words that zod copies into it. */
interface Json extends SettingMeta {
  type?: string;
  title?: string;
  description?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  items?: Json;
  properties?: Record<string, Json>;
  anyOf?: Json[];
}

function columnsOf({ properties = {} }: Json): Field[] {
  return Object.entries(properties).map(([key, json]) => describe(key, json));
}

function describe(key: string, json: Json): Field {
  const variants = json.anyOf?.filter(({ type }) => type !== 'null');
  const inner = variants?.length === 1 ? { ...variants[0], ...json } : json;
  const control = controlOf(inner);
  if (!control) throw new Error(`no form can show the setting ${key}`);
  return {
    key,
    title: json.title ?? key,
    help: json.description,
    unit: json.unit,
    group: json.group ?? 'General',
    advanced: json.advanced ?? false,
    quick: json.quick ?? false,
    posts: json.posts ?? false,
    nullable: variants?.length === 1,
    control,
  };
}

function controlOf(json: Json): Control | undefined {
  if (json.enum)
    return { is: 'choice', options: json.enum.map((value) => ({ value, text: nameOf(json, value) })) };
  return controls[json.type ?? '']?.(json);
}

const controls: Record<string, (json: Json) => Control | undefined> = {
  boolean: () => ({ is: 'check' }),
  integer: ({ minimum: min, maximum: max }) => ({ is: 'number', min, max, whole: true }),
  number: ({ minimum: min, maximum: max }) => ({ is: 'number', min, max, whole: false }),
  string: ({ widget, minLength: least, maxLength: most }) => {
    if (widget === 'channel' || widget === 'role') return { is: 'pick', kind: widget, multiple: false };
    return {
      is: 'text',
      widget: widget === 'emoji' || widget === 'time-zone' ? widget : undefined,
      least,
      most,
    };
  },
  array: ({ widget, items = {}, maxItems: most = 25 }) => {
    if (widget === 'channels') return { is: 'pick', kind: 'channel', multiple: true };
    if (widget === 'roles') return { is: 'pick', kind: 'role', multiple: true };
    if (items.type === 'string') return { is: 'lines', most };
    return items.type === 'object' ? { is: 'table', columns: columnsOf(items), most } : undefined;
  },
};

function nameOf({ choices }: Json, value: string): string {
  return choices?.[value] ?? value;
}
