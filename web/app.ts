import Koa from 'koa';
import { mountApi } from './api/mount.ts';
import type { Additions, Deps, State } from './context.ts';
import { loadAssets } from './http/assets.ts';
import { routePages } from './http/page.ts';
import { openRender } from './http/render.ts';
import { openThrottle } from './http/throttle.ts';
import { logRequests } from './middleware/access-log.ts';
import { checkForms } from './middleware/csrf.ts';
import { catchErrors } from './middleware/errors.ts';
import { readForms } from './middleware/forms.ts';
import { recordViews } from './middleware/record-views.ts';
import { nameRequests } from './middleware/request-id.ts';
import { secureHeaders } from './middleware/security-headers.ts';
import { keepSessions } from './middleware/session.ts';
import { followShortLinks } from './middleware/short-links.ts';
import { pages, publicPages } from './pages/index.ts';
import { listBoardRoutes, listOpsRoutes } from './routes.ts';

/** The web tier as a Koa app: what a request passes, in this order. It does not listen. */
export function buildApp(deps: Deps): Koa<State, Additions> {
  const assets = loadAssets(new URL('./static/', import.meta.url));
  const parts = { ...deps, render: openRender(assets), throttle: openThrottle(deps) };
  const app = new Koa<State, Additions>({
    proxy: deps.config.TRUST_PROXY,
    maxIpsCount: 1, // of the addresses in X-Forwarded-For only the last is our own proxy's word
    keys: [deps.config.SECRET],
  });
  app.on('error', (error: unknown) => deps.log.warn({ err: error }, 'connection'));
  app
    .use(nameRequests(deps))
    .use(logRequests(deps))
    .use(recordViews(deps))
    .use(catchErrors(parts))
    .use(secureHeaders(deps))
    .use(assets.serve)
    .use(mountApi(parts))
    .use(listOpsRoutes(deps).routes())
    .use(routePages(publicPages, parts).routes())
    .use(followShortLinks(parts))
    .use(keepSessions(deps, app))
    .use(listBoardRoutes(deps).routes())
    .use(readForms(deps))
    .use(checkForms(parts))
    .use(routePages(pages, parts).routes());
  return app;
}
