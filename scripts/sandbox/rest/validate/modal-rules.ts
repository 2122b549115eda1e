import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { ComponentType as Type } from 'discord-api-types/v10';
import { type FormProblem, type Path, problem } from '../reply.ts';
import { componentProblems } from './component-limits.ts';

const mostParts = 5; // Discord's documentation, "Interaction Callback Data Structure", Modal

interface Part {
  type?: number;
  label?: string | null;
  required?: boolean | null;
  disabled?: boolean | null;
  min_values?: number | null;
  max_length?: number | null;
  min_length?: number | null;
  components?: Part[];
  component?: Part;
}

/** What Discord asks of modals beyond its schema. */
export function modalProblems({ components }: APIModalInteractionResponseCallbackData): FormProblem[] {
  const parts: Part[] = components;
  if (parts.length < 1 || parts.length > mostParts)
    return [problem(['components'], 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${mostParts} in length.`)];
  const path = (index: number) => ['components', index];
  return [
    ...parts.flatMap((part, index) => inputsOf(part, path(index)).flatMap(ofInput)),
    ...componentProblems(parts.map((part) => part.component ?? part)).map((found) => inLabel(found, parts)),
  ];
}

interface Placed {
  part: Part;
  path: Path;
  /** A label names what it holds, a row does not. */
  isLabelled: boolean;
}

function inputsOf({ component, components = [] }: Part, path: Path): Placed[] {
  const inRow = components.map((part, index) => ({
    part,
    path: [...path, 'components', index],
    isLabelled: false,
  }));
  return component ? [{ part: component, path: [...path, 'component'], isLabelled: true }] : inRow;
}

function ofInput({ part, path, isLabelled }: Placed): FormProblem[] {
  return rules.flatMap(([breaks, field, code, message]) =>
    breaks(part, isLabelled) ? [problem([...path, field], code, message)] : [],
  );
}

type Rule = [
  breaks: (part: Part, isLabelled: boolean) => boolean,
  field: string,
  code: string,
  message: string,
];

const rules: Rule[] = [
  [
    ({ type, label }, isLabelled) => type === Type.TextInput && !isLabelled && !label,
    'label',
    'BASE_TYPE_REQUIRED',
    'This field is required',
  ],
  [
    ({ min_length, max_length }) => (min_length ?? 0) > (max_length ?? Infinity),
    'min_length',
    'NUMBER_TYPE_MAX',
    'The minimum cannot be more than the maximum.',
  ],
  [
    ({ disabled }) => disabled === true,
    'disabled',
    'MODAL_COMPONENT_DISABLED',
    'Modals cannot have disabled components in them.',
  ],
  [
    ({ min_values, required }) => min_values === 0 && required !== false,
    'min_values',
    'NUMBER_TYPE_MIN',
    'int value should be greater than or equal to 1 where something is required.',
  ],
];

/** The path goes through the label that was taken off. */
function inLabel({ path: [list, index, ...rest], ...found }: FormProblem, parts: Part[]): FormProblem {
  const isLabelled = typeof index === 'number' && parts[index]?.component !== undefined;
  const way = [list, index].filter((key) => key !== undefined);
  return { ...found, path: [...way, ...(isLabelled ? ['component'] : []), ...rest] };
}
