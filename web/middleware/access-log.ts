import type { Deps, Middleware } from '../context.ts';
import { pathOf, routeOf } from '../http/visited.ts';

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
        path: pathOf(ctx),
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
