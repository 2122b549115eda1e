/** The one table of errors: a stable code, the HTTP status it maps to, and a sentence fit for a person. */
const table = {
  'against-rules': { status: 409, sentence: 'The rules of the guild do not allow it.' },
  'bad-credentials': { status: 401, sentence: 'The key or token is not valid.' },
  'bad-config': { status: 500, sentence: 'The configuration is not usable.' },
  'bad-data': { status: 500, sentence: 'Stored data does not have the expected form.' },
  'bad-input': { status: 400, sentence: 'The request could not be understood.' },
  'bad-method': { status: 405, sentence: 'This address does not know that method.' },
  'bad-csrf': { status: 403, sentence: 'The form is no longer valid. Reload the page and try again.' },
  'expired-token': { status: 401, sentence: 'The token has expired. Refresh it.' },
  'fatal-gateway': { status: 500, sentence: 'Discord refuses this connection for good.' },
  forbidden: { status: 403, sentence: 'You may not do that.' },
  'idempotency-busy': { status: 409, sentence: 'The first request with this Idempotency-Key is under way.' },
  'idempotency-conflict': {
    status: 409,
    sentence: 'This Idempotency-Key was used for another request.',
  },
  'missing-scope': { status: 403, sentence: 'The key does not have the scope for that.' },
  'not-for-managers': {
    status: 403,
    sentence: 'This page is for staff accounts. You came from Discord, to manage a server.',
  },
  'not-found': { status: 404, sentence: 'There is nothing here.' },
  'not-signed-in': { status: 401, sentence: 'Log in first.' },
  'partitions-differ': {
    status: 500,
    sentence: 'PARTITIONS differs from what the database was set up with.',
  },
  'precondition-failed': { status: 412, sentence: 'There is a newer version. Read it and try again.' },
  'precondition-required': {
    status: 428,
    sentence: 'Name the version this change is based on in If-Match.',
  },
  'rate-limited': { status: 429, sentence: 'Too many attempts. Wait a little and try again.' },
  'settings-conflict': {
    status: 409,
    sentence: 'Somebody saved these settings meanwhile. Read them and try again.',
  },
  'still-needed': {
    status: 409,
    sentence: 'Discord has still to be told of something about it. Try again once that is done.',
  },
  taken: { status: 409, sentence: 'There is one like it already.' },
  'too-large': { status: 413, sentence: 'The request is too large.' },
  'no-records': { status: 422, sentence: 'What that would need is not recorded.' },
  unavailable: { status: 503, sentence: 'A part of the system is away. It will be back shortly.' },
  'unsupported-media': { status: 415, sentence: 'Only application/json is understood.' },
  unexpected: { status: 500, sentence: 'Something went wrong on our side.' },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type ErrorCode = keyof typeof table;

/** The only error class of the system: branch on `code`, never on `message`; `cause` is always kept. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, { message, cause }: { message?: string; cause?: unknown } = {}) {
    super(message ?? table[code].sentence, { cause });
    this.name = 'AppError';
    this.code = code;
    this.status = table[code].status;
  }

  /** What may be shown to a stranger: never the message, which can carry internals. */
  get sentence(): string {
    return table[this.code].sentence;
  }
}

/** Anything thrown, as an error that keeps its cause. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('unexpected', { cause: thrown });
}
