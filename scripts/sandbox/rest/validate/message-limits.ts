import type { FormProblem } from '../reply.ts';

const longestContent = 2_000;
const longestEmbeds = 6_000; // all texts of all embeds of a message together
const mostRows = 5;
const componentsV2 = 1 << 15;

interface Texts {
  title?: string | null;
  description?: string | null;
  footer?: { text?: string | null } | null;
  author?: { name?: string | null } | null;
  fields?: { name?: string | null; value?: string | null }[] | null;
}

export interface MessageBody {
  content?: string | null;
  embeds?: Texts[] | null;
  components?: { type?: number; components?: unknown[] }[] | null;
  flags?: number | null;
  nonce?: string | number | null;
  enforce_nonce?: boolean | null;
}

/** Limits of messages that Discord documents and its schemas leave out. */
export function messageProblems(body: MessageBody): FormProblem[] {
  return [
    ...tooLong(body.content),
    ...embedProblems(body.embeds ?? []),
    ...rowProblems(body),
    ...idProblems(body.components ?? []),
  ];
}

function tooLong(content: string | null | undefined): FormProblem[] {
  if ((content ?? '').length <= longestContent) return [];
  const message = `Must be ${longestContent} or fewer in length.`;
  return [{ path: ['content'], code: 'BASE_TYPE_MAX_LENGTH', message }];
}

function embedProblems(embeds: Texts[]): FormProblem[] {
  const length = embeds.flatMap(textsOf).reduce((sum, text) => sum + (text ?? '').length, 0);
  const whole: FormProblem[] =
    length > longestEmbeds
      ? [
          {
            path: ['embeds'],
            code: 'MAX_EMBED_SIZE_EXCEEDED',
            message: `Embed size exceeds maximum size of ${longestEmbeds}`,
          },
        ]
      : [];
  const empty = embeds.flatMap((embed, index) =>
    (embed.fields ?? []).flatMap((field, n) =>
      (['name', 'value'] as const)
        .filter((key) => !field[key]?.trim())
        .map((key) => ({
          path: ['embeds', index, 'fields', n, key],
          code: 'BASE_TYPE_REQUIRED',
          message: 'This field is required',
        })),
    ),
  );
  return [...whole, ...empty];
}

function textsOf(embed: Texts): (string | null | undefined)[] {
  const fields = (embed.fields ?? []).flatMap((field) => [field.name, field.value]);
  return [embed.title, embed.description, embed.footer?.text, embed.author?.name, ...fields];
}

/** Without the components-v2 flag only action rows may stand at the top, five of them. */
function rowProblems({ components, flags }: MessageBody): FormProblem[] {
  if (!components || (flags ?? 0) & componentsV2) return [];
  if (components.length > mostRows)
    return [
      { path: ['components'], code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 5 in length.' },
    ];
  return components.flatMap(({ type }, index) =>
    type === 1
      ? []
      : [
          {
            path: ['components', index, 'type'],
            code: 'UNION_TYPE_CHOICES',
            message: 'Value of field "type" must be one of (1,).',
          },
        ],
  );
}

/** Custom ids are unique in a message; a select fills its row alone; a button has what its style asks for. */
function idProblems(rows: { components?: unknown[] }[]): FormProblem[] {
  const seen = new Set<string>();
  return rows.flatMap((row, r) =>
    (row.components ?? []).flatMap((component, c) => {
      const {
        custom_id,
        url,
        type,
        style,
      }: { custom_id?: string; url?: string; type?: number; style?: number } = Object(component);
      const path = ['components', r, 'components', c];
      if (type !== 2 && (row.components ?? []).length > 1 && type !== undefined && type >= 3 && type <= 8)
        return [
          {
            path,
            code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
            message: 'The specified component exceeds the maximum width',
          },
        ];
      if (type === 2 && style === 5 && !url)
        return [{ path, code: 'BUTTON_COMPONENT_INVALID_LINK', message: 'A link button must have a url' }];
      if (type === 2 && style !== 5 && style !== 6 && !custom_id)
        return [
          { path: [...path, 'custom_id'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' },
        ];
      if (!custom_id) return [];
      if (seen.has(custom_id))
        return [
          {
            path: [...path, 'custom_id'],
            code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
            message: 'Component custom id cannot be duplicated',
          },
        ];
      seen.add(custom_id);
      return [];
    }),
  );
}
