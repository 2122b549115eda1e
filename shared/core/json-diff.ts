/** A value that is not the same before and after, as text; undefined where there was none. */
export interface Change {
  /** Where it is: `daily.amount`. */
  label: string;
  before: string | undefined;
  after: string | undefined;
}

const mostChanges = 100;
const longest = 300; // characters of one value

/** What differs between two JSON values, leaf by leaf; a value that is no object has the label `value`. */
export function diffJson(before: unknown, after: unknown): Change[] {
  const [old, fresh] = [leavesOf(before), leavesOf(after)];
  const labels = [...new Set([...old.keys(), ...fresh.keys()])];
  return labels
    .map((label) => ({ label: label || 'value', before: old.get(label), after: fresh.get(label) }))
    .filter((change) => change.before !== change.after)
    .slice(0, mostChanges);
}

function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (value === undefined || (value === null && path === '')) return new Map();
  if (typeof value !== 'object' || value === null) return new Map([[path, textOf(value)]]);
  const entries = Object.entries(value);
  if (entries.length === 0) return new Map([[path, Array.isArray(value) ? 'none' : '{}']]);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return new Map([[path, shorten(value.map(textOf).join(', '))]]);
  return new Map(entries.flatMap(([key, inner]) => [...leavesOf(inner, path ? `${path}.${key}` : key)]));
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? 'none' : shorten(String(value));
}

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}
