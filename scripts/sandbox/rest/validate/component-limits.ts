import { ButtonStyle, ComponentType as Type } from 'discord-api-types/v10';
import { type FormProblem, type Path, problem } from '../reply.ts';

const mostRows = 5;
const mostComponents = 40; // with those inside others: Discord's documentation, "Component Reference"
const longestText = 4_000; // characters of all text displays together

interface Part {
  type?: number;
  style?: number;
  custom_id?: string | null;
  url?: string | null;
  sku_id?: string | null;
  label?: string | null;
  emoji?: unknown;
  content?: string | null;
  options?: { value?: string }[] | null;
  min_values?: number | null;
  max_values?: number | null;
  components?: unknown[] | null;
  accessory?: unknown;
}

interface Placed {
  part: Part;
  path: Path;
  /** How many stand beside it in its row, itself included; 0 where it is in no row. */
  inRow: number;
}

/** Counts, unique ids, and what buttons and selects ask for. */
export function componentProblems(components: unknown[]): FormProblem[] {
  const parts = placed(components, ['components'], 0);
  const text = parts.reduce((sum, { part }) => sum + (part.content ?? '').length, 0);
  const many = 'The total number of components exceeds the maximum of 40.';
  const long = `The total displayable text size exceeds the maximum of ${longestText}.`;
  return [
    ...(parts.length > mostComponents
      ? [problem(['components'], 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', many)]
      : []),
    ...(text > longestText
      ? [problem(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', long)]
      : []),
    ...parts.flatMap(ofPart),
    ...repeatedIds(parts),
  ];
}

/** Without the components-v2 flag only action rows may stand at the top, five of them. */
export function layoutProblems(components: unknown[]): FormProblem[] {
  if (components.length > mostRows)
    return [problem(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.')];
  return components.flatMap((component, index) =>
    Object(component).type === Type.ActionRow
      ? []
      : [
          problem(
            ['components', index, 'type'],
            'UNION_TYPE_CHOICES',
            'Value of field "type" must be one of (1,).',
          ),
        ],
  );
}

function placed(components: readonly unknown[], at: Path, inRow: number): Placed[] {
  return components.flatMap((component, index) => {
    if (typeof component !== 'object' || component === null) return [];
    const part: Part = component;
    const path = [...at, index];
    const inner = part.components ?? [];
    return [
      { part, path, inRow },
      ...placed(inner, [...path, 'components'], part.type === Type.ActionRow ? inner.length : 0),
      ...placed([part.accessory], [...path, 'accessory'], 0),
    ];
  });
}

function ofPart({ part, path, inRow }: Placed): FormProblem[] {
  if (part.type === Type.Button) return ofButton(part, path);
  const isSelect =
    part.type !== undefined && part.type >= Type.StringSelect && part.type <= Type.ChannelSelect;
  if (!isSelect || part.type === Type.TextInput) return [];
  const wide = 'The specified component exceeds the maximum width';
  return [
    ...(inRow > 1 ? [problem(path, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', wide)] : []),
    ...ofSelect(part, path),
  ];
}

/** A link has a URL, a premium button an SKU, every other a custom id; and all but the premium one show something. */
function ofButton({ style, custom_id, url, sku_id, label, emoji }: Part, path: Path): FormProblem[] {
  if (style === ButtonStyle.Premium)
    return sku_id ? [] : [problem([...path, 'sku_id'], 'BASE_TYPE_REQUIRED', 'This field is required')];
  const blank = label?.trim() || emoji ? [] : [blankButton(path)];
  if (style === ButtonStyle.Link) {
    if (!url)
      return [problem(path, 'BUTTON_COMPONENT_INVALID_LINK', 'A link button must have a url'), ...blank];
    return custom_id ? [problem(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL', bothGiven), ...blank] : blank;
  }
  if (url) return [problem(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL', bothGiven), ...blank];
  if (!custom_id)
    return [problem([...path, 'custom_id'], 'BASE_TYPE_REQUIRED', 'This field is required'), ...blank];
  return blank;
}

const bothGiven = 'A custom id and url cannot both be specified';

function blankButton(path: Path): FormProblem {
  return problem(path, 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A button must have a label or an emoji');
}

function ofSelect({ options, min_values, max_values }: Part, path: Path): FormProblem[] {
  const values = (options ?? []).map(({ value }) => value);
  const twice = values.findIndex((value, index) => values.indexOf(value) < index);
  const least = min_values ?? 1;
  const most = max_values ?? 1;
  const atLeast = Math.max(least, most);
  return [
    ...(twice >= 0
      ? [
          problem(
            [...path, 'options', twice, 'value'],
            'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
            'The specified option value is already used',
          ),
        ]
      : []),
    ...(options && atLeast > options.length
      ? [
          problem(
            [...path, 'options'],
            'BASE_TYPE_BAD_LENGTH',
            `Must be between ${atLeast} and 25 in length.`,
          ),
        ]
      : []),
    ...(least > most
      ? [
          problem(
            [...path, 'min_values'],
            'NUMBER_TYPE_MAX',
            `int value should be less than or equal to ${most}.`,
          ),
        ]
      : []),
  ];
}

function repeatedIds(parts: Placed[]): FormProblem[] {
  const seen = new Set<string>();
  return parts.flatMap(({ part: { custom_id }, path }) => {
    if (!custom_id) return [];
    const isNew = !seen.has(custom_id);
    seen.add(custom_id);
    const message = 'Component custom id cannot be duplicated';
    return isNew ? [] : [problem([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message)];
  });
}
