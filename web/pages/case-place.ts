import { AppError } from '../../shared/core/errors.ts';
import { findCase, type ViewedCase } from '../../shared/moderation/case-view.ts';
import type { Context } from '../context.ts';
import type { PageDeps } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { numberIn } from './case-filter.ts';

/** The case that the path names. */
export async function caseIn(ctx: Context, deps: Pick<PageDeps, 'db'>): Promise<ViewedCase> {
  const number = numberIn(ctx.params.caseNumber);
  const found = number === undefined ? undefined : await findCase(deps, guildOf(ctx).id, number);
  if (!found) throw new AppError('not-found');
  return found;
}
