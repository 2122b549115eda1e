import { randomUUID } from 'node:crypto';
import { isbot } from 'isbot';
import type { Context, Deps, Middleware } from '../context.ts';
import { ownHosts } from '../http/own-hosts.ts';
import { recordedPathOf, routeOf } from '../http/visited.ts';

/** What machines ask for, and what a page asks by itself: files, probes, streams, the queue board. */
const unseen =
  /^\/(static|healthz|readyz|metrics|robots\.txt|favicon\.ico|admin\/queues|admin\/search\/guilds)(\/|$)|^\/admin\/.*\/live$/;

type OwnHost = Pick<Deps['config'], 'WEB_ORIGIN'>;

const api = /^\/api(\/|$)/;
/** Of the API those alone are recorded: it is asked far more often than people look at pages. */
const turnedAway = [401, 403, 429];

/**
 * Records views of pages and of short links, and whom the API turned away, once they are answered. It waits for nothing.
 */
export function recordViews({
  recorder,
  clock,
  config,
}: Pick<Deps, 'recorder' | 'clock'> & { config: OwnHost }): Middleware {
  return async (ctx, next) => {
    const began = performance.now();
    const at = clock();
    await next();
    if (unseen.test(ctx.path) || ctx.type === 'text/event-stream') return;
    const isApi = api.test(ctx.path);
    if (isApi && !turnedAway.includes(ctx.status)) return;
    const route = isApi ? apiRouteOf(ctx) : routeOf(ctx);
    recorder.view({
      id: randomUUID(),
      at,
      method: ctx.method,
      path: recordedPathOf(ctx),
      route: route === 'none' ? null : route,
      status: ctx.status,
      ms: Math.round(performance.now() - began),
      ...visitorOf(ctx, config),
    });
  };
}

/** By which sums know it from pages (rolled-stats.ts). */
function apiRouteOf(ctx: Context): string {
  const route = routeOf(ctx);
  return api.test(route) ? route : '/api';
}

/** Who asks, as records have it. Of one's own pages a referrer tells nothing, and of others its query is not ours to keep. */
export function visitorOf(
  ctx: Context,
  config: OwnHost,
): {
  ip: string;
  agent: string | null;
  referrer: string | null;
  bot: boolean;
} {
  const agent = ctx.get('User-Agent') || null;
  const referrer = ctx.get('Referer').split(/[?#]/, 1)[0] || null;
  const own =
    referrer !== null && URL.canParse(referrer) && ownHosts(ctx, config).includes(new URL(referrer).host);
  return { ip: ctx.ip, agent, referrer: own ? null : referrer, bot: agent === null || isbot(agent) };
}
