/** What is sent, and kept where a request may be repeated. `body` undefined sends none. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}
