import { randomUUID } from 'node:crypto';
import { addressOf } from '../../shared/core/address.ts';
import type { Context, Deps, Middleware } from '../context.ts';

const sane = /^[\w.-]{8,64}$/;

/**
 * Names every request in `X-Request-Id`; a name given by one's own proxy is kept. Of whom it comes is read here, for all that
 * follow: of somebody who hung up meanwhile nobody could tell any more.
 */
export function nameRequests({ config }: { config: Pick<Deps['config'], 'TRUST_PROXY'> }): Middleware {
  return async (ctx, next) => {
    const given = config.TRUST_PROXY ? ctx.get('X-Request-Id') : '';
    ctx.state.requestId = sane.test(given) ? given : randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId);
    ctx.request.ip = askerOf(ctx);
    await next();
  };
}

/** Whatever a proxy in front claims, an address. */
function askerOf(ctx: Context): string {
  return addressOf(ctx.ip) ?? addressOf(ctx.req.socket.remoteAddress) ?? '0.0.0.0';
}
