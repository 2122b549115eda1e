import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';

const folder = new URL('./static/', import.meta.url);
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Sends one of the page's own files; false: there is none of that name. */
export async function sendFile(response: ServerResponse, name: string): Promise<boolean> {
  const type = /^[\w-]+\.(\w+)$/.exec(name)?.[1];
  if (!type || !Object.hasOwn(types, type)) return false;
  const file = await readFile(new URL(name, folder)).catch(() => null);
  if (!file) return false;
  response.writeHead(200, { ...headers, 'content-type': types[type] }).end(file);
  return true;
}

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};
