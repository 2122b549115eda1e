import { AppError } from '../../shared/core/errors.ts';
import type { Context, Deps, Middleware } from '../context.ts';
import { headersOf, type Problem, toProblem } from '../http/problem.ts';
import type { Render } from '../http/render.ts';
import { pathOf, routeOf } from '../http/visited.ts';

/** Turns whatever was thrown into problem+json, or for people into a calm page that names the request. */
export function catchErrors({ log, render }: Pick<Deps, 'log'> & { render: Render }): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && !ctx.body) throw new AppError('not-found');
    } catch (error) {
      const problem = toProblem(error, ctx.state.requestId);
      if (problem.status >= 500) log.error({ err: error, ...requestOf(ctx) }, 'request failed');
      ctx.status = problem.status;
      ctx.set('Cache-Control', 'no-store');
      if (wantsPage(ctx)) {
        ctx.type = 'html';
        ctx.body = render(ctx, errorPage, { title: headlineOf(problem), problem });
      } else {
        ctx.set(headersOf(problem));
        ctx.type = 'application/problem+json';
        ctx.body = JSON.stringify(problem);
      }
    }
  };
}

/** What is kept of it with the error: never its query, form or headers. */
function requestOf(ctx: Context): Record<string, unknown> {
  const { requestId, staff, manager, guild } = ctx.state;
  return {
    requestId,
    method: ctx.method,
    path: pathOf(ctx),
    route: routeOf(ctx),
    ip: ctx.ip,
    staff: staff?.username,
    user: manager?.user,
    guild: guild?.id,
  };
}

/** The API answers programs, whatever they say they accept. */
function wantsPage(ctx: Context): boolean {
  if (/^\/api(\/|$)/.test(ctx.path)) return false;
  ctx.vary('Accept');
  return ctx.accepts('json', 'html') === 'html';
}

const errorPage = new URL('../pages/error.pug', import.meta.url);

const headlines: Record<number, string> = {
  401: 'Log in first',
  403: 'Not allowed',
  404: 'Not found',
  429: 'Slow down',
  503: 'Back shortly',
};

function headlineOf({ status }: Problem): string {
  return headlines[status] ?? (status < 500 ? 'Not understood' : 'Something went wrong');
}
