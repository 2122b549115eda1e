import { Router } from '@koa/router';
import type { Additions, Deps, State } from './context.ts';
import { letIdle } from './middleware/session.ts';
import { requireStaff } from './middleware/staff.ts';
import { showHealth, showReadiness } from './ops/health.ts';
import { showMetrics } from './ops/metrics.ts';

type Routes = Router<State, Additions>;

/** For machines: without a session, so that they answer even where Redis does not. */
export function listOpsRoutes(deps: Deps): Routes {
  return new Router<State, Additions>()
    .get('/healthz', showHealth())
    .get('/readyz', showReadiness(deps))
    .get('/metrics', showMetrics(deps));
}

/** The queue board only shows: what would change a queue is no route here. Its page asks again by itself. */
export function listBoardRoutes(deps: Deps): Routes {
  const admin = requireStaff(deps, 'admin');
  return new Router<State, Additions>()
    .get('/admin/queues/api/*rest', letIdle(), admin, deps.board.serve)
    .get('/admin/queues{/*rest}', admin, deps.board.serve);
}
