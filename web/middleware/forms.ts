import { bodyParser } from '@koa/bodyparser';
import { largestFile } from '../../shared/settings/document.ts';
import type { Deps, Middleware } from '../context.ts';
import { isFromHere } from '../http/own-origin.ts';

const isImport = /^\/admin\/guilds\/\d+\/settings\/transfer$/;

/** Reads posted forms: as large as a page of the panel for those inside, for imports as large as a file, what can be kept for a session that had ended. */
export function readForms({ config }: Pick<Deps, 'config'>): Middleware {
  const [small, middle, large] = [upTo('16kb'), upTo('64kb'), upTo('256kb')];
  const imports = upTo(`${3 * largestFile}b`); // what is not a letter or a digit takes three bytes in a form
  return (ctx, next) => {
    if (ctx.session?.staff || ctx.session?.manager)
      return (isImport.test(ctx.path) ? imports : large)(ctx, next);
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
