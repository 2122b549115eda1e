import { AppError } from '../../shared/core/errors.ts';
import { findRedirect, type Redirect } from '../../shared/redirects/redirects.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import type { PageDeps } from '../http/page.ts';

/** The short link that the path names. */
export async function redirectIn(ctx: Context, deps: PageDeps): Promise<Redirect> {
  const id = RowId.safeParse(ctx.params.redirectId).data;
  const found = id ? await findRedirect(deps, id) : undefined;
  if (!found) throw new AppError('not-found');
  return found;
}
