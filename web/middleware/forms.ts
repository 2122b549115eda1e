import { bodyParser } from '@koa/bodyparser';
import type { Deps, Middleware } from '../context.ts';
import { isFromHere } from '../http/own-origin.ts';

/** Reads posted forms: as large as an import of settings for those inside, what can be kept for a session that had ended. */
export function readForms({ config }: Pick<Deps, 'config'>): Middleware {
  const [small, middle, large] = [upTo('16kb'), upTo('64kb'), upTo('256kb')];
  return (ctx, next) => {
    if (ctx.session?.staff || ctx.session?.manager) return large(ctx, next);
    return (isFromHere(ctx, config) ? middle : small)(ctx, next);
  };
}

/**
 * Reads a posted form with a text of some 4,000 characters, whoever they are that post it: of Chinese, Japanese or Korean
 * each is nine bytes. For pages that stand before sessions and have made sure by other means whom they let in.
 */
export function readLongForm(): Middleware {
  return upTo('64kb');
}

function upTo(formLimit: string): Middleware {
  return bodyParser({ enableTypes: ['form'], formLimit });
}
