import { bodyParser } from '@koa/bodyparser';
import type { Deps, Middleware } from '../context.ts';
import { isFromHere } from '../http/own-origin.ts';

/** Reads posted forms: as large as an import of settings for those inside, what can be kept for a session that had ended. */
export function readForms({ config }: Pick<Deps, 'config'>): Middleware {
  const upTo = (formLimit: string): Middleware => bodyParser({ enableTypes: ['form'], formLimit });
  const [small, middle, large] = [upTo('16kb'), upTo('64kb'), upTo('256kb')];
  return (ctx, next) => {
    if (ctx.session?.staff || ctx.session?.manager) return large(ctx, next);
    return (isFromHere(ctx, config) ? middle : small)(ctx, next);
  };
}
