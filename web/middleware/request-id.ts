import { randomUUID } from 'node:crypto';
import type { Deps, Middleware } from '../context.ts';

const sane = /^[\w.-]{8,64}$/;

/** Names every request in `X-Request-Id`; a name given by one's own proxy is kept. */
export function nameRequests({ config }: Pick<Deps, 'config'>): Middleware {
  return async (ctx, next) => {
    const given = config.TRUST_PROXY ? ctx.get('X-Request-Id') : '';
    ctx.state.requestId = sane.test(given) ? given : randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId);
    await next();
  };
}
