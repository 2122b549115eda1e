import { z } from 'zod';

/** What was thrown, in whichever of its ways the log tells it. */
export interface Thrown {
  type: string;
  code: string | null;
  /** `Error ECONNREFUSED`, outermost first. */
  causes: string[];
  message: string;
  stack: string | null;
}

const Described = z.object({
  type: z.string(),
  code: z.union([z.string(), z.number()]).optional(),
  message: z.string().default(''),
  stack: z.string().optional(),
  cause: z.unknown().optional(),
});
type Described = z.infer<typeof Described>;

const deepest = 5; // causes below an error
const Words = z.string().min(1);
const headline = /^([A-Za-z_$][\w$]*)(?:\[(\w+)\])?: ([\s\S]*)$/; // `DiscordAPIError[50013]: Missing Permissions`

/** Of a line's bindings, what was thrown, and what else is known. A line without any is its own error. */
export function readThrown(
  said: string,
  { err, error, fault, code, frames, ...facts }: Record<string, unknown>,
): { thrown: Thrown; facts: Record<string, unknown> } {
  const described = Described.safeParse(err);
  if (described.success) return { thrown: fromError(described.data), facts: { ...facts, code } };
  const words = Words.safeParse(error ?? err);
  if (words.success) return { thrown: fromWords(words.data), facts: { ...facts, code } };
  const stack = Words.safeParse(frames).data ?? null;
  const thrown = { type: textOf(fault) ?? 'Problem', code: textOf(code), causes: [], message: said, stack };
  return { thrown, facts };
}

/** As `describeError` of the log tells it. */
function fromError({ type, code, message, stack, cause }: Described): Thrown {
  const causes = causesOf(cause, deepest);
  const stacks = [stack, ...causes.map((one) => one.stack ?? one.message)];
  return {
    type,
    code: textOf(code),
    causes: causes.map((one) => [one.type, textOf(one.code)].filter(Boolean).join(' ')),
    message: message || type,
    stack: stack ? stacks.join('\ncaused by ') : null,
  };
}

function causesOf(cause: unknown, depth: number): Described[] {
  if (cause === undefined || depth === 0) return [];
  const { data } = Described.safeParse(cause);
  return data ? [data, ...causesOf(data.cause, depth - 1)] : [];
}

/** As failed commands are told of: a stack in words, with those of its causes. */
function fromWords(words: string): Thrown {
  const [first = '', ...others] = words.split('\ncaused by ');
  const [, type = 'Error', code = null, rest = first] = first.match(headline) ?? [];
  const [message = ''] = rest.split('\n    at ');
  const causes = others.map((other) => other.match(headline)?.[1] ?? 'Error');
  return { type, code, causes, message, stack: words.includes('\n    at ') ? words : null };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
