import { SECOND } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { mergeMetrics } from '../../shared/core/metrics.ts';
import type { Context, Deps, Middleware } from '../context.ts';
import { within } from '../http/deadline.ts';
import { isSecret } from '../http/secret.ts';

const patience = 5 * SECOND;
const loopback = /^(::ffff:)?127\.|^::1$/;

/** The numbers of all processes, for Prometheus: with METRICS_TOKEN as bearer, or without one from this host. */
export function showMetrics({ config, redis }: Pick<Deps, 'config' | 'redis'>): Middleware {
  return async (ctx) => {
    if (!mayAsk(ctx, config.METRICS_TOKEN)) throw new AppError('forbidden');
    const { contentType, text } = await within(patience, mergeMetrics(redis));
    ctx.set('Content-Type', contentType);
    ctx.body = text;
  };
}

function mayAsk(ctx: Context, token: string | undefined): boolean {
  if (token) return isSecret(ctx.get('Authorization'), `Bearer ${token}`);
  // Through a proxy on this host everyone comes from loopback: then only what a trusted one says counts.
  const proxied = ctx.get('X-Forwarded-For') !== '' || ctx.get('Forwarded') !== '';
  return loopback.test(ctx.ip) && (ctx.app.proxy || !proxied);
}
