import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import type { Answer } from './answer.ts';
import { type Caller, callerOf, Origin } from './caller.ts';

/** A button that was pressed, a choice that was made, or a form that was sent. */
export interface Press<State = string> extends Caller {
  /** From the custom id. */
  state: State;
  /** What was chosen from a select. */
  values: string[];
  /** What was typed into a form, by the fields' custom ids, as people typed it. */
  fields: Record<string, string>;
}

/** What answers every component, or every form, whose custom id begins with this name. */
export interface Component {
  name: string;
  /** Undefined where the state is not of this version's form: an older version put it there. */
  press(press: Press, context: Context): Promise<Answer> | undefined;
}

interface Declared<State> {
  /** Lower case, digits, dots and dashes. Messages live on: a name that once meant something else is never used again. */
  name: string;
  /** What the custom id may say besides; nothing, where it is left out. */
  state?: z.ZodType<State, string>;
  /** May run several times, also side by side, and by anybody who sees the message. What it shows is private. */
  run(press: Press<State>, context: Context): Promise<Answer>;
}

/** A button or a select. */
export function component<State = string>({ name, state, run }: Declared<State>): Component {
  const schema: z.ZodType = state ?? z.literal('');
  return {
    name,
    press(press, context) {
      const read = schema.safeParse(press.state);
      if (!read.success) return undefined;
      return run({ ...press, state: read.data as State }, context); // of its schema
    },
  };
}

/** A form; opened by the answer `asked` with the same custom id. */
export const modal = component;

const longest = 100; // characters (Discord documentation, "Custom ID")

/** The custom id that leads to the component or form of that name, with what it needs to know. Nothing secret: people can read it. */
export function customId(name: string, state = ''): string {
  const id = state === '' ? name : `${name}:${state}`;
  if (id.length > longest) throw new RangeError(`the custom id of ${name} has ${id.length} characters`);
  return id;
}

const CustomId = z
  .string()
  .regex(/^[a-z][a-z0-9.-]*(:.*)?$/s)
  .transform((id) => {
    const [name = '', ...state] = id.split(':');
    return { name, state: state.join(':') };
  });

const Field = z.object({ custom_id: z.string(), value: z.string() });
const Row = z.object({
  component: z.unknown().optional(),
  components: z.array(z.unknown()).default([]),
});

/** A press in a guild, as Discord sends it, in our terms. `on`: the message that the component sits on. */
export const GivenPress = Origin.extend({
  message: z.object({ id: Snowflake }).optional(),
  data: z.object({
    custom_id: CustomId,
    values: z.array(z.string()).default([]),
    components: z.array(Row).default([]),
  }),
}).transform(({ message, data: { custom_id, values, components }, ...origin }) => ({
  ...callerOf(origin),
  ...custom_id,
  values,
  fields: Object.fromEntries(components.flatMap(fieldsOf)),
  on: message?.id,
}));

function fieldsOf({ component, components }: z.infer<typeof Row>): [string, string][] {
  return [component, ...components].flatMap((part) => {
    const { data } = Field.safeParse(part);
    return data ? [[data.custom_id, data.value]] : [];
  });
}
