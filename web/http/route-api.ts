import { Router } from '@koa/router';
import type { Additions, State } from '../context.ts';
import type { Identity } from './caller.ts';
import type { AnyRoute, ApiDeps } from './route.ts';
import { serve } from './serve.ts';

type ApiState = State & { identity?: Identity };

/** The routes below `/api/v1`, behind `identify`. */
export function routeApi(routes: readonly AnyRoute[], deps: ApiDeps): Router<ApiState, Additions> {
  const router = new Router<ApiState, Additions>({ prefix: '/api/v1', strict: true, sensitive: true });
  for (const one of routes) router[one.method](one.path, serve(one, deps));
  return router;
}
