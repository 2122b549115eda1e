import { longestContent } from '../../limits.ts';
import { type FormProblem, problem } from '../reply.ts';
import { componentProblems, layoutProblems } from './component-limits.ts';
import { type EmbedBody, embedProblems } from './embed-limits.ts';

const componentsV2 = 1 << 15;

export interface MessageBody {
  content?: string | null;
  embeds?: EmbedBody[] | null;
  components?: unknown[] | null;
  flags?: number | null;
  allowed_mentions?: AllowedMentions | null;
  sticker_ids?: unknown[] | null;
  poll?: unknown;
}

interface AllowedMentions {
  parse?: (string | null)[] | null;
  users?: (string | null)[] | null;
  roles?: (string | null)[] | null;
}

/** Limits of messages that Discord documents and its schemas leave out. */
export function messageProblems(body: MessageBody): FormProblem[] {
  return [...editProblems(body), ...arrangementProblems(body, body.flags ?? 0)];
}

/** The same of an edit, where what may stand together depends on the message's flags too. */
export function editProblems(body: MessageBody): FormProblem[] {
  return [
    ...tooLong(body.content),
    ...embedProblems(body.embeds ?? []),
    ...componentProblems(body.components ?? []),
    ...mentionProblems(body.allowed_mentions ?? {}),
  ];
}

/** Rows alone without IS_COMPONENTS_V2, and components alone with it. */
export function arrangementProblems(body: MessageBody, flags: number): FormProblem[] {
  if (!(flags & componentsV2)) return layoutProblems(body.components ?? []);
  const legacy = (['content', 'embeds', 'sticker_ids', 'poll'] as const).filter((field) =>
    isGiven(body[field]),
  );
  return legacy.map((field) =>
    problem(
      [field],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    ),
  );
}

/** Discord ignores flags that cannot be set without a word; here they are mistakes. */
export function flagProblems({ flags }: { flags?: number | null }, settable: number): FormProblem[] {
  const known = flags === null || flags === undefined || (flags & ~settable) === 0;
  return known ? [] : [problem(['flags'], 'BASE_TYPE_BAD', 'These flags cannot be set.')];
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}

function tooLong(content: string | null | undefined): FormProblem[] {
  if ((content ?? '').length <= longestContent) return [];
  return [problem(['content'], 'BASE_TYPE_MAX_LENGTH', `Must be ${longestContent} or fewer in length.`)];
}

/** Discord's documentation, "Allowed Mentions Object": `parse` and a list of the same kind exclude each other. */
function mentionProblems({ parse, ...lists }: AllowedMentions): FormProblem[] {
  return (['users', 'roles'] as const).flatMap((kind) => {
    const ids = lists[kind] ?? [];
    const path = ['allowed_mentions', kind];
    const both = ids.length > 0 && parse?.includes(kind);
    const twice = new Set(ids).size < ids.length;
    return [
      ...(both
        ? [
            problem(
              ['allowed_mentions'],
              'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
              `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
            ),
          ]
        : []),
      ...(twice
        ? [problem(path, 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The set already contains this value.')]
        : []),
    ];
  });
}
