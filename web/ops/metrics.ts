import { SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { AppError } from '../../shared/core/errors.ts';
import { mergeMetrics } from '../../shared/core/metrics.ts';
import type { Context, Deps, Middleware } from '../context.ts';
import { isSecret } from '../http/secret.ts';

const patience = 5 * SECOND;
const loopback = /^(::ffff:)?127\.|^::1$/;

/** The numbers of all processes, for Prometheus: with METRICS_TOKEN as bearer, or without one from this host where no proxy is. */
export function showMetrics({ config, redis }: Pick<Deps, 'config' | 'redis'>): Middleware {
  return async (ctx) => {
    if (!mayAsk(ctx, config)) throw new AppError('forbidden');
    const { contentType, text } = await within(patience, mergeMetrics(redis));
    ctx.set('Content-Type', contentType);
    ctx.body = text;
  };
}

function mayAsk(ctx: Context, { METRICS_TOKEN, WEB_ORIGIN, TRUST_PROXY }: Deps['config']): boolean {
  if (METRICS_TOKEN) return isSecret(ctx.get('Authorization'), `Bearer ${METRICS_TOKEN}`);
  // Through a proxy on this host everyone comes from loopback, and not every proxy says whom it speaks for.
  const proxied = WEB_ORIGIN || TRUST_PROXY || ctx.get('X-Forwarded-For') || ctx.get('Forwarded');
  return !proxied && loopback.test(ctx.ip);
}
