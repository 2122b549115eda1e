/** What is wrong with one field of a request, with `bad-input`. */
export interface FieldFault {
  in: 'body' | 'query' | 'path' | 'header';
  path: string;
  message: string;
}

/** A refusal of the API (RFC 9457). Branch on `code`: it is stable; quote `requestId` to whoever runs the system. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** `unknown` where the answer came from something on the way, such as a proxy. */
  readonly code: string;
  readonly requestId: string | null;
  readonly fields: readonly FieldFault[];
  /** Everything that was told, with members that only this code has. */
  readonly told: Readonly<Record<string, unknown>>;
  /** Milliseconds after which it may be tried again, where the answer says so. */
  readonly retryAfter: number | null;

  constructor(response: { status: number; headers: Headers }, told: Record<string, unknown>) {
    super(typeof told.title === 'string' ? told.title : `The answer was ${response.status}.`);
    this.status = response.status;
    this.code = typeof told.code === 'string' ? told.code : 'unknown';
    this.requestId = response.headers.get('x-request-id');
    this.fields = Array.isArray(told.fields) ? told.fields.filter(isFault) : [];
    this.told = told;
    this.retryAfter = readRetryAfter(response.headers.get('retry-after'));
  }
}

/** Reads the whole answer, so that its connection is free again. */
export async function toProblem(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return new ApiProblem(response, isJson ? parse(text) : {});
}

function parse(text: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text);
    return typeof told === 'object' && told !== null ? { ...told } : {};
  } catch {
    return {}; // cut off on the way
  }
}

function isFault(value: unknown): value is FieldFault {
  return (
    typeof value === 'object' && value !== null && 'in' in value && 'path' in value && 'message' in value
  );
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
