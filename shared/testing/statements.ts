import pg from 'pg';

export interface Statement {
  text: string;
  values: unknown[];
}

/** Statements that can be explained; the others (transactions, locks, settings) read no table. */
const explainable = /^\s*(\(?\s*select|insert|update|delete|with)\b/i;
const variants = 3; // of one text, with other values: the same plan nearly always

/**
 * Notes what is sent to that database from here on, by whomever in this process and over whichever connection. Statements
 * of one text are kept a few times.
 */
export function recordStatements(databaseUrl: string): { statements(): Statement[]; stop(): void } {
  const database = new URL(databaseUrl).pathname.slice(1);
  const kept = new Map<string, Map<string, Statement>>();
  const { query } = pg.Client.prototype;
  const note = ({ text, values = [] }: { text?: unknown; values?: unknown[] }) => {
    if (typeof text !== 'string' || !explainable.test(text)) return;
    const same = kept.get(text) ?? new Map<string, Statement>();
    kept.set(text, same);
    if (same.size < variants) same.set(JSON.stringify(values), { text, values });
  };
  pg.Client.prototype.query = function (this: pg.Client & { database?: string }, ...sent: unknown[]) {
    const [first, values] = sent;
    if (this.database === database) {
      if (typeof first === 'string') note({ text: first, values: Array.isArray(values) ? values : [] });
      else if (typeof first === 'object' && first !== null) note(first);
    }
    return Reflect.apply(query, this, sent);
  } as typeof query;
  return {
    statements: () => [...kept.values()].flatMap((same) => [...same.values()]),
    stop: () => {
      pg.Client.prototype.query = query;
    },
  };
}
