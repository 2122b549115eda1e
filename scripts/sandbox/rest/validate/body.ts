import { z } from 'zod';
import { type FormProblem, invalidForm, type Path, type Reply } from '../reply.ts';
import { formProblems } from './form-problems.ts';
import { unknownFields } from './unknown-fields.ts';

/** How a route's body is checked; a fitting one has the type that Discord documents for it. */
export interface Body<T> {
  check(value: unknown): { is: 'fine'; body: T } | { is: 'malformed'; reply: Reply };
}

interface More<T> {
  /** Rules that the schema does not hold; only asked when it fits. */
  rules?(body: T): FormProblem[];
  /** A body that may be missing altogether counts as empty. */
  optional?: boolean;
}

/** A body in the shape of the schema, which documents `T`. */
export function body<T>(schema: z.core.$ZodType, { rules, optional }: More<T> = {}): Body<T> {
  return {
    check(sent) {
      const value = sent === undefined && optional ? {} : sent;
      const numeric = withNumericBits(value);
      const parsed = z.safeParse(schema, numeric);
      if (!parsed.success) return malformed(formProblems(parsed.error.issues));
      const unknown = unknownFields(schema, numeric);
      if (unknown.length > 0) return malformed(unknown.map(notAField));
      const body = value as T; // the schema has just accepted it
      const broken = rules?.(body) ?? [];
      return broken.length > 0 ? malformed(broken) : { is: 'fine', body };
    },
  };
}

function malformed(problems: FormProblem[]): { is: 'malformed'; reply: Reply } {
  return { is: 'malformed', reply: invalidForm(problems) };
}

function notAField(path: Path): FormProblem {
  return { path, code: 'UNKNOWN_FIELD', message: 'The sandbox refuses fields that Discord does not know.' };
}

const bitFields = new Set(['default_member_permissions', 'permissions', 'allow', 'deny']);

/** Discord takes permission bits as numbers and as strings; its schema names only the numbers. */
function withNumericBits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNumericBits);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, field]) => [
    key,
    bitFields.has(key) ? numericBits(field) : withNumericBits(field),
  ]);
  return Object.fromEntries(entries);
}

/** What are no bits at all becomes what no schema takes. */
function numericBits(field: unknown): unknown {
  if (typeof field === 'string' && /^\d+$/.test(field)) return Number(field);
  const isNatural = typeof field !== 'number' || (Number.isInteger(field) && field >= 0);
  return isNatural ? withNumericBits(field) : Number.NaN;
}
