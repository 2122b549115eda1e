const longest = 4_000; // characters kept of an error

/** What may be logged of an error. Not its message: it can quote what a member wrote. */
export function faultOf(error: unknown): { fault: string; code?: string; frames?: string } {
  if (!(error instanceof Error)) return { fault: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return { fault: error.name, code: codeOf(error), frames: frames?.slice(0, 5).join('\n') };
}

/** All of an error, for those who may see the event itself. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, longest);
  const cause = error.cause === undefined ? '' : `\ncause: ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`.slice(0, longest);
}

/** Objection keeps what pg threw, and its SQLSTATE, in `nativeError`. */
function codeOf(error: Error): string | undefined {
  if ('nativeError' in error && error.nativeError instanceof Error) return codeOf(error.nativeError);
  return 'code' in error ? String(error.code) : undefined;
}
