import { type ErrorName, errors } from './errors.ts';

export interface Reply {
  /** 0 where no answer is ever sent. */
  status: number;
  /** Undefined: sent bare, without a content type. */
  body?: unknown;
  /** In place of a body: no JSON, as what stands before Discord answers. */
  text?: string;
  headers?: Record<string, string>;
  /** When it is sent, milliseconds after it was decided; `never` leaves the client waiting. */
  after?: number | 'never';
}

export const noContent: Reply = { status: 204 };

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function refuse(name: ErrorName): Reply {
  const [status, code, message] = errors[name];
  return { status, body: { message, code } };
}

/** `in` tells it from everything else that a step may come to. */
export function isReply<T extends object>(made: T | Reply): made is Reply {
  return 'status' in made;
}

/** Where in a body. */
export type Path = (string | number)[];

export interface FormProblem {
  path: Path;
  code: string;
  message: string;
}

export function problem(path: Path, code: string, message: string): FormProblem {
  return { path, code, message };
}

/** 50035, with the problems nested under the fields at fault, as Discord does. */
export function invalidForm(problems: FormProblem[]): Reply {
  const tree = branchless();
  for (const { path, ...problem } of problems) {
    const leaf = path.reduce((branch: Branch, key) => childOf(branch, String(key)), tree);
    leaf._errors = [...(leaf._errors ?? []), problem];
  }
  return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors: tree } };
}

interface Branch {
  _errors?: { code: string; message: string }[];
  [field: string]: Branch | { code: string; message: string }[] | undefined;
}

/** Without a prototype: a field of the body may be called anything, `__proto__` too. */
function branchless(): Branch {
  return Object.create(null);
}

function childOf(branch: Branch, key: string): Branch {
  const known = branch[key];
  if (known && !Array.isArray(known)) return known;
  const child = branchless();
  branch[key] = child;
  return child;
}
