import { AppError } from '../../shared/core/errors.ts';
import type { Deps, Middleware } from '../context.ts';
import { formOf } from '../http/form.ts';
import { isSecret } from '../http/secret.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every form carries the token of its session; one without it was written elsewhere. */
export function checkForms(): Middleware {
  return async (ctx, next) => {
    const token = ctx.session?.csrf;
    const ours = token !== undefined && isSecret(formOf(ctx)._csrf, token);
    if (!safe.has(ctx.method) && !ours) throw new AppError('bad-csrf');
    await next();
  };
}

/** For scripts that carry no token: browsers say truthfully where a request comes from. */
export function requireSameOrigin({ config }: Pick<Deps, 'config'>): Middleware {
  return async (ctx, next) => {
    const own = config.WEB_ORIGIN ? new URL(config.WEB_ORIGIN).origin : `${ctx.protocol}://${ctx.host}`;
    const from = ctx.get('Sec-Fetch-Site');
    const same = from ? from === 'same-origin' : ctx.get('Origin') === own;
    if (!safe.has(ctx.method) && !same) throw new AppError('bad-csrf');
    await next();
  };
}
