import { fileURLToPath } from 'node:url';
import { compileFile, type compileTemplate } from 'pug';
import type { Context } from '../context.ts';
import { takeFlash } from '../middleware/session.ts';
import type { Assets } from './assets.ts';
import { drawChart } from './chart.ts';
import { fieldId, wired } from './fields.ts';
import { formatCount, formatTime, initialsOf } from './format.ts';
import { icons } from './icons.ts';
import { navigate } from './navigation.ts';

/** Fills a template. Everything stored or typed by people is escaped there: templates use `=` and `#{}` only. */
export type Render = (ctx: Context, template: URL, values: Record<string, unknown>) => string;

/**
 * Each template sees what the mixins need, the path, who is inside, the guild
 * that the path names with the role in it, where the navigation leads, and what the last form has to say.
 */
export function openRender(assets: Pick<Assets, 'at'>): Render {
  return (ctx, template, values) => {
    const fill = templateAt(template);
    const { path, state } = ctx;
    const { staff, manager, guild, role } = state;
    return fill({
      ...tools,
      asset: assets.at,
      path,
      staff,
      manager,
      isInside: manager !== undefined || (staff !== undefined && !staff.mustChangePassword),
      home: manager?.guild ? `/admin/guilds/${manager.guild}` : manager || staff ? '/admin' : '/',
      guild,
      role: role ?? staff?.role ?? null,
      csrf: ctx.session?.csrf,
      notice: ctx.session ? takeFlash(ctx) : undefined,
      navigation: navigate({ staff, manager, guild, role, path }),
      ...values,
    });
  };
}

/** For fragments that no request asked for. */
export function openFragment(template: URL): (values: Record<string, unknown>) => string {
  const fill = templateAt(template);
  return (values) => fill({ ...tools, ...values });
}

/** What stands before a picked name, as Discord writes it. */
const marks = { channel: '#', role: '@', member: '@' };

const tools = {
  count: formatCount,
  time: formatTime,
  initials: initialsOf,
  drawChart,
  fieldId,
  wired,
  icons,
  marks,
};

/** As much a constant as this file's own code: all apps of a process (tests have many) share what is compiled. */
const compiled = new Map<string, compileTemplate>();

/** Compiled at first use, and kept. */
function templateAt({ href }: URL): compileTemplate {
  const known = compiled.get(href);
  if (known) return known;
  const fill = compileFile(fileURLToPath(href), { compileDebug: false, doctype: 'html' });
  compiled.set(href, fill);
  return fill;
}
