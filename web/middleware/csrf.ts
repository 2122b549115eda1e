import { AppError } from '../../shared/core/errors.ts';
import type { Middleware } from '../context.ts';
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
