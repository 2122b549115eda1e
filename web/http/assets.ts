import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { DAY, SECOND } from '../../shared/core/clock.ts';
import type { Middleware } from '../context.ts';

export interface Assets {
  /** Path of a static file with its version, so that browsers may keep it: `/static/style.css?v=…`. */
  at(name: string): string;
  serve: Middleware;
}

const year = (365 * DAY) / SECOND;
/** Files that browsers and robots ask for at the top. */
const top: Record<string, string> = { '/robots.txt': 'robots.txt', '/favicon.ico': 'favicon.svg' };

/** The few files of web/static, read once and kept in memory. */
export function loadAssets(folder: URL): Assets {
  const files = new Map(readdirSync(folder).map((name) => [name, load(new URL(name, folder))]));
  return {
    at: (name) => `/static/${name}?v=${files.get(name)?.version}`,
    serve: async (ctx, next) => {
      const name = top[ctx.path] ?? ctx.path.match(/^\/static\/([\w.-]+)$/)?.[1];
      const file = name ? files.get(name) : undefined;
      if (!name || !file || !['GET', 'HEAD'].includes(ctx.method)) return next();
      ctx.state.route = '/static/:file';
      ctx.type = extname(name);
      ctx.etag = file.version;
      const versioned = ctx.query.v === file.version;
      ctx.set('Cache-Control', versioned ? `public, max-age=${year}, immutable` : 'public, max-age=3600');
      ctx.status = 200; // freshness is only defined for what would succeed
      if (ctx.fresh) ctx.status = 304;
      else ctx.body = file.body;
    },
  };
}

function load(file: URL): { body: Buffer; version: string } {
  const body = readFileSync(file);
  return { body, version: createHash('sha256').update(body).digest('hex').slice(0, 12) };
}
