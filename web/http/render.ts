import { fileURLToPath } from 'node:url';
import { compileFile, type compileTemplate } from 'pug';
import type { Context } from '../context.ts';
import type { Assets } from './assets.ts';
import { formatCount, formatTime, initialsOf } from './format.ts';

/** Fills a template. Everything stored or typed by people is escaped there: templates use `=` and `#{}` only. */
export type Render = (ctx: Context, template: URL, values: Record<string, unknown>) => string;

/** Templates are compiled at first use and kept. Each sees the format functions, the path and who is logged in. */
export function openRender(assets: Pick<Assets, 'at'>): Render {
  const compiled = new Map<string, compileTemplate>();
  return (ctx, template, values) => {
    const fill = compiled.get(template.href) ?? compileTemplateAt(template);
    compiled.set(template.href, fill);
    const { staff } = ctx.state;
    return fill({ ...formats, asset: assets.at, path: ctx.path, staff, csrf: ctx.session?.csrf, ...values });
  };
}

/** For fragments that no request asked for. */
export function openFragment(template: URL): (values: Record<string, unknown>) => string {
  const fill = compileTemplateAt(template);
  return (values) => fill({ ...formats, ...values });
}

const formats = { count: formatCount, time: formatTime, initials: initialsOf };

function compileTemplateAt(template: URL): compileTemplate {
  return compileFile(fileURLToPath(template), { compileDebug: false });
}
