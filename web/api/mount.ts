import { AppError } from '../../shared/core/errors.ts';
import type { Deps, Middleware } from '../context.ts';
import type { ApiContext } from '../http/caller.ts';
import { describeApi } from '../http/openapi.ts';
import type { Render } from '../http/render.ts';
import type { AnyRoute } from '../http/route.ts';
import { routeApi } from '../http/route-api.ts';
import { identify } from '../middleware/api-caller.ts';
import { type ApiLimits, apiLimits, limitRequests } from '../middleware/api-limits.ts';
import { serveDocs } from './docs.ts';
import { apiRoutes } from './index.ts';

/** `routes` and `limits` are for tests. */
type Parts = Deps & { render: Render; limits?: ApiLimits; routes?: readonly AnyRoute[] };

/** Everything below `/api`, without sessions and cookies: who asks, how often, then the documents and the routes. */
export function mountApi(parts: Parts): Middleware {
  const { limits = apiLimits, routes = apiRoutes } = parts;
  const router = routeApi(routes, parts);
  const serveRoutes = router.routes();
  const document = describeApi(routes, parts.config);
  const steps = [identify(parts), limitRequests(parts, limits), serveDocs(parts, document)];

  async function run(ctx: ApiContext, index: number): Promise<void> {
    const step = steps[index];
    if (step) return step(ctx, () => run(ctx, index + 1));
    await serveRoutes.call(router, ctx as Parameters<typeof serveRoutes>[0], async () => refuseMethod(ctx));
  }

  /** An address that has routes, but none of that method. */
  function refuseMethod(ctx: ApiContext): void {
    const known = router.match(ctx.path, ctx.method).path.flatMap(({ methods }) => methods);
    if (known.length === 0) throw new AppError('not-found');
    ctx.set('Allow', [...new Set(known)].join(', '));
    throw new AppError('bad-method');
  }

  return (ctx, next) => (/^\/api(\/|$)/.test(ctx.path) ? run(ctx, 0) : next());
}
