import { z } from 'zod';
import type { ApiContext, ApiMiddleware } from '../http/caller.ts';
import { isKnown, quote, versionOf } from '../http/etag.ts';
import type { Document } from '../http/openapi-document.ts';
import type { Render } from '../http/render.ts';
import { listOperations, type Shown } from './docs-operations.ts';

const template = new URL('./docs.pug', import.meta.url);
const Query = z.object({ q: z.string().trim().max(100).catch('') });

/** The document for programs, and the page made of it for people; both for anyone. */
export function serveDocs({ render }: { render: Render }, document: Document): ApiMiddleware {
  const json = JSON.stringify(document);
  const version = versionOf(json);
  const operations = listOperations(document);
  let whole: string | undefined; // the page of all operations: the same for everyone, and a tenth of a second to draw
  const pages: Record<string, (ctx: ApiContext) => void> = {
    '/api/openapi.json': (ctx) => {
      ctx.type = 'application/json';
      answer(ctx, version, () => json);
    },
    '/api/docs': (ctx) => {
      const { q } = Query.parse(ctx.query);
      ctx.type = 'html';
      if (q === '' && whole !== undefined) {
        ctx.body = whole;
        return;
      }
      const found = operations.filter((operation) => matches(operation, q));
      const groups = document.tags
        .map(({ name }) => ({ name, operations: found.filter(({ tag }) => tag === name) }))
        .filter((group) => group.operations.length > 0);
      const page = render(ctx, template, { title: 'API', wide: true, q, document, groups });
      if (q === '') whole = page;
      ctx.body = page;
    },
  };
  return async (ctx, next) => {
    const page = Object.hasOwn(pages, ctx.path) ? pages[ctx.path] : undefined;
    if (!page || !['GET', 'HEAD'].includes(ctx.method)) return next();
    ctx.state.route = ctx.path;
    page(ctx);
  };
}

function answer(ctx: ApiContext, version: string, body: () => string): void {
  ctx.set('ETag', quote(version));
  ctx.set('Cache-Control', 'no-cache');
  ctx.status = 200;
  if (isKnown(ctx.get('If-None-Match'), version)) ctx.status = 304;
  else ctx.body = body();
}

/** Every word, anywhere in what is said of an operation. */
function matches({ words }: Shown, q: string): boolean {
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}
