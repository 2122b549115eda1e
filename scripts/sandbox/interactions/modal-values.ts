import { ComponentType as Type } from 'discord-api-types/v10';
import type { FileOrder } from '../control/attachments.ts';
import { Cannot } from '../world/cannot.ts';
import type { World } from '../world/types.ts';
import { type Choosable, chosenFrom } from './choices.ts';
import { attach } from './files.ts';
import type { Place } from './place.ts';
import type { Resolver } from './resolved.ts';

/** Text; whether a box is checked; what is chosen: values, ids, or names of files. */
export type FieldValue = string | boolean | string[];

export interface Part extends Choosable {
  id?: number;
  value?: string | null;
  default?: boolean | null;
  min_length?: number | null;
  max_length?: number | null;
  components?: Part[];
  component?: Part;
}

export interface Filling {
  world: World;
  place: Place;
  fields: ReadonlyMap<string, FieldValue>;
  files: ReadonlyMap<string, FileOrder[]>;
  resolver: Resolver;
}

/** The part as it is sent back, with what was filled in ("Modal Submit" in Discord's component reference). */
export function filled(part: Part, filling: Filling): Record<string, unknown> {
  const { type, id, custom_id } = part;
  if (part.components)
    return { type, id, components: part.components.map((inner) => filled(inner, filling)) };
  if (part.component) return { type, id, component: filled(part.component, filling) };
  const value = byType[type]?.(part, filling.fields.get(custom_id ?? ''), filling);
  return value ? { type, id, custom_id, ...value } : { type, id };
}

type Fill = (part: Part, given: FieldValue | undefined, filling: Filling) => Record<string, unknown>;

const choosing: Fill = (part, given, { resolver }) => ({
  values: chosenFrom(part, listOf(given), resolver),
});

const byType: Partial<Record<number, Fill>> = {
  [Type.TextInput]: (part, given) => ({ value: textFor(part, given) }),
  [Type.StringSelect]: choosing,
  [Type.UserSelect]: choosing,
  [Type.RoleSelect]: choosing,
  [Type.MentionableSelect]: choosing,
  [Type.ChannelSelect]: choosing,
  [Type.CheckboxGroup]: choosing,
  [Type.RadioGroup]: (part, given, { resolver }) => ({
    value: chosenFrom(part, listOf(given), resolver)[0] ?? null,
  }),
  [Type.Checkbox]: ({ default: before }, given) => ({
    value: given === undefined ? before === true : given === true,
  }),
  [Type.FileUpload](part, given, { world, place, files, resolver }) {
    const named = (listOf(given) ?? []).map((filename) => ({ filename }));
    const all: FileOrder[] = files.get(part.custom_id ?? '') ?? named;
    const ids = all.map((file) => attach(world, place, file, resolver));
    return { values: chosenFrom(part, ids, resolver) };
  },
};

function listOf(given: FieldValue | undefined): string[] | undefined {
  return given === undefined ? undefined : [given].flat().map(String);
}

const longest = 4_000; // characters; Discord's documentation, "Text Input"

function textFor(input: Part, given: FieldValue | undefined): string {
  const text = given ?? input.value ?? '';
  if (typeof text !== 'string') throw new Cannot(`the field ${input.custom_id} takes text`);
  if ((input.required ?? true) && text === '') throw new Cannot(`the field ${input.custom_id} is required`);
  const isShort = text !== '' && text.length < (input.min_length ?? 0);
  if (isShort || text.length > (input.max_length ?? longest))
    throw new Cannot(`the length of ${input.custom_id} does not fit`);
  return text;
}
