import { Router } from '@koa/router';
import type { Additions, Deps, State } from './context.ts';
import type { Render } from './http/render.ts';
import type { Throttle } from './http/throttle.ts';
import { letIdle } from './middleware/session.ts';
import { requireStaff } from './middleware/staff.ts';
import { showHealth, showReadiness } from './ops/health.ts';
import { showMetrics } from './ops/metrics.ts';
import { showGuild, streamGuild } from './pages/guild.ts';
import { showGuilds } from './pages/guilds.ts';
import { showLanding } from './pages/landing.ts';
import { showLogin, submitLogin, submitLogout } from './pages/login.ts';
import { showPassword, submitPassword } from './pages/password.ts';

type Routes = Router<State, Additions>;

/** For anyone and for machines: without a session, so that they answer even where Redis does not. */
export function listPublicRoutes(parts: Deps & { render: Render }): Routes {
  return new Router<State, Additions>()
    .get('/', showLanding(parts))
    .get('/healthz', showHealth())
    .get('/readyz', showReadiness(parts))
    .get('/metrics', showMetrics(parts));
}

/** The queue board only shows: what would change a queue is no route here. Its page asks again by itself. */
export function listBoardRoutes(deps: Deps): Routes {
  const admin = requireStaff(deps, 'admin');
  return new Router<State, Additions>()
    .get('/admin/queues/api/*rest', letIdle(), admin, deps.board.serve)
    .get('/admin/queues{/*rest}', admin, deps.board.serve);
}

/** Pages of the panel. Whatever is posted here has passed `checkForms`. */
export function listPanelRoutes(parts: Deps & { render: Render; throttle: Throttle }): Routes {
  const viewer = requireStaff(parts, 'viewer');
  return new Router<State, Additions>()
    .get('/admin/login', showLogin(parts))
    .post('/admin/login', submitLogin(parts))
    .post('/admin/logout', submitLogout())
    .get('/admin/password', viewer, showPassword(parts))
    .post('/admin/password', viewer, submitPassword(parts))
    .get('/admin', viewer, showGuilds(parts))
    .get('/admin/guilds/:id', viewer, showGuild(parts))
    .get('/admin/guilds/:id/live', letIdle(), viewer, streamGuild(parts));
}
