import type { Context, Deps, Middleware } from '../context.ts';

/**
 * One line and one measurement per request, by matched route, so that neither queries nor ids of people become
 * labels. Streams are measured until they begin.
 */
export function logRequests({ log, metrics }: Pick<Deps, 'log' | 'metrics'>): Middleware {
  return async (ctx, next) => {
    const began = performance.now();
    await next();
    const ms = performance.now() - began;
    const route = routeOf(ctx);
    metrics.requests.observe({ route, status: ctx.status }, ms / 1000);
    const { requestId, staff, manager } = ctx.state;
    log.info(
      {
        requestId,
        method: ctx.method,
        path: ctx.path.replace(secretPath, '$1…'),
        route,
        status: ctx.status,
        ms: Math.round(ms),
        ip: ctx.ip,
        staff: staff?.username,
        manager: manager?.user,
      },
      'request',
    );
  };
}

/** What lets somebody in is not written down. */
const secretPath = /^(\/enter\/|\/mycases\/).+/;

function routeOf(ctx: Context): string {
  if (ctx.state.route) return ctx.state.route;
  const matched: unknown = '_matchedRoute' in ctx ? ctx._matchedRoute : undefined;
  return typeof matched === 'string' ? matched : 'none';
}
