import { Router } from '@koa/router';
import type { Additions, Deps, State } from './context.ts';
import type { Render } from './http/render.ts';
import type { Throttle } from './http/throttle.ts';
import { requireSameOrigin } from './middleware/csrf.ts';
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

/** The queue board's script sends no form tokens: here, what changes something must come from our own pages. */
export function listBoardRoutes(deps: Deps): Routes {
  return new Router<State, Additions>().all(
    '/admin/queues{/*rest}',
    requireStaff(deps, 'admin'),
    requireSameOrigin(deps),
    deps.board.serve,
  );
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
    .get('/admin/guilds/:id/live', viewer, streamGuild(parts));
}
