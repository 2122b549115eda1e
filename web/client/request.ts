import type { Call } from './calls.ts';

/** A call as it is sent; `isRepeatable`: however often it arrives, the same comes of it. */
export interface Sendable {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  isRepeatable: boolean;
}

export function toRequest(origin: string, name: string, call: Call): Sendable {
  const [method = '', template = ''] = name.split(' ');
  const isRead = method === 'get';
  const hasBody = call.body !== undefined;
  return {
    url: `${origin}/api/v1${fill(template, call.params ?? {})}${queryOf(call.query ?? {})}`,
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json, application/problem+json;q=0.9, */*;q=0.5',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
      ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
    },
    ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
    isRepeatable: isRead || call.idempotencyKey !== undefined,
  };
}

function fill(template: string, params: Record<string, unknown>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '') throw new TypeError(`${template} needs ${name}`);
    return encodeURIComponent(String(value));
  });
}

function queryOf(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text && `?${text}`;
}
