import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { DAY, SECOND } from '../../shared/core/clock.ts';
import type { Middleware } from '../context.ts';

export interface Assets {
  /** Path of a static file with its version, so that browsers may keep it: `/static/style.css?v=…`. */
  at(name: string): string;
  serve: Middleware;
}

interface File {
  body: Buffer;
  version: string;
}

const year = (365 * DAY) / SECOND;
/** Files that browsers and robots ask for at the top. */
const top: Record<string, string> = { '/robots.txt': 'robots.txt', '/favicon.ico': 'favicon.svg' };

/** What is served as one file: a later style overrules an earlier one; a script's names are its own. */
const joined: Record<string, string[]> = {
  'style.css': [
    'tokens.css',
    'base.css',
    'layout.css',
    'page.css',
    'forms.css',
    'tables.css',
    'feedback.css',
    'charts.css',
    'narrow.css',
  ],
  'panel.js': [
    'theme-choice.js',
    'popups.js',
    'palette.js',
    'tables.js',
    'pickers.js',
    'unsaved.js',
    'toasts.js',
  ],
};

/** Libraries that pages use, as their packages bring them. */
const vendored: Record<string, string> = {
  'htmx.js': 'htmx.org/dist/htmx.min.js',
  'uplot.js': 'uplot/dist/uPlot.iife.min.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
};

/** The few files of web/static and those of libraries, read once and kept in memory. */
export function loadAssets(folder: URL): Assets {
  const files = new Map<string, File>();
  const packages = createRequire(import.meta.url);
  for (const name of readdirSync(folder)) files.set(name, version(readFileSync(new URL(name, folder))));
  for (const [name, path] of Object.entries(vendored))
    files.set(name, version(withoutMap(readFileSync(packages.resolve(path)))));
  for (const [name, parts] of Object.entries(joined))
    files.set(
      name,
      version(
        join(
          name,
          parts.map((part) => readFileSync(new URL(part, folder), 'utf8')),
        ),
      ),
    );
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

function join(name: string, parts: string[]): Buffer {
  const apart = extname(name) === '.js' ? parts.map((part) => `{\n${part}}\n`) : parts;
  return Buffer.from(apart.join(''));
}

function version(body: Buffer): File {
  return { body, version: createHash('sha256').update(body).digest('hex').slice(0, 12) };
}

/** Without the note of a source map, which is not served and which browsers would look for. */
function withoutMap(script: Buffer): Buffer {
  return Buffer.from(script.toString().replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, ''));
}
