import { Router } from '@koa/router';
import type { Additions, Context, Deps, Middleware, State } from '../context.ts';
import { letIdle } from '../middleware/session.ts';
import { type Needed, requireStaff } from '../middleware/staff.ts';
import type { Render } from './render.ts';
import type { Throttle } from './throttle.ts';

/** What pages are given. */
export type PageDeps = Deps & { render: Render; throttle: Throttle };

export type Access = Needed | 'public';

/**
 * One address of the panel, and who may ask for it. In a path with `:guildId` the role is that in the guild: whoever has
 * none there is told that there is no such guild. What is posted has passed the CSRF check.
 */
export interface Page {
  method: 'get' | 'post';
  path: string;
  /** `public`: anyone. */
  access: Access;
  /** A page that asks by itself does not keep a session from going idle. */
  idle?: true;
  handle: (ctx: Context, deps: PageDeps) => Promise<void> | void;
}

/** The pages as routes. */
export function routePages(pages: readonly Page[], deps: PageDeps): Router<State, Additions> {
  const router = new Router<State, Additions>({ sensitive: true });
  for (const page of pages)
    router[page.method](page.path, ...guards(page, deps), (ctx) => page.handle(ctx, deps));
  return router;
}

function guards({ access, idle }: Page, deps: PageDeps): Middleware[] {
  return [...(idle ? [letIdle()] : []), ...(access === 'public' ? [] : [requireStaff(deps, access)])];
}

/** Answers with a filled template. */
export function show(
  ctx: Context,
  { render }: Pick<PageDeps, 'render'>,
  template: URL,
  values: Record<string, unknown>,
): void {
  ctx.type = 'html';
  ctx.body = render(ctx, template, values);
}

/** After a form was taken: the browser asks for that page, and a reload repeats nothing. */
export function seeOther(ctx: Context, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}
