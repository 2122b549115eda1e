/** What a check found. `bad`: something is broken. `note`: worth knowing, or not looked at. */
export interface Line {
  is: 'good' | 'bad' | 'note';
  text: string;
  /** What to do about it. */
  next?: string;
}

export const good = (text: string): Line => ({ is: 'good', text });
export const bad = (text: string, next: string): Line => ({ is: 'bad', text, next });
export const note = (text: string, next?: string): Line => ({ is: 'note', text, next });

const marks = { good: '✓', bad: '✗', note: '!' };

export function printed({ is, text, next }: Line): string {
  return `${marks[is]} ${text}${next ? `\n    → ${next}` : ''}`;
}

/** The first sentence of whatever was thrown. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
