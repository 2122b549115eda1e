import { z } from 'zod';
import { periods } from '../../shared/analytics/periods.ts';
import { readSeries } from '../../shared/analytics/stats.ts';
import { AppError } from '../../shared/core/errors.ts';
import { findError, findOccurrence, listOccurrences } from '../../shared/errors/list.ts';
import { type Resolved, reopenError, resolveError } from '../../shared/errors/resolve.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { placeText, UuidPlace } from '../http/list-place.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { nameOf, viewOccurrence } from './error-view.ts';

const template = new URL('./error-kind.pug', import.meta.url);
const path = '/admin/errors/:errorId';
const rows = 20;

/** One kind of error: where and when, with what was asked for, and whether it is mended. */
export const errorKind: Page[] = [
  { method: 'get', path, access: 'admin', handle: open },
  { method: 'post', path: `${path}/resolve`, access: 'admin', handle: turn(resolveError) },
  { method: 'post', path: `${path}/reopen`, access: 'admin', handle: turn(reopenError) },
];

const Query = z.object({
  see: UuidPlace.optional().catch(undefined),
  period: z.enum(periods).catch('7d'),
  before: UuidPlace.optional().catch(undefined),
});

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const id = idIn(ctx);
  const { see, period, before } = Query.parse(ctx.query);
  const [error, found, points, seen] = await Promise.all([
    findError(deps, id),
    listOccurrences(deps, id, { before, limit: rows + 1 }),
    readSeries(deps, { stat: 'errors-by-kind', label: id, period, now: deps.clock() }),
    see && findOccurrence(deps, see),
  ]);
  if (!error) throw new AppError('not-found');
  const links = { period: period === '7d' ? undefined : period };
  const last = found.length > rows ? found[rows - 1] : undefined;
  show(ctx, deps, template, {
    title: nameOf(error),
    wide: true,
    error: { ...error, occurrences: Number(error.occurrences) },
    seen: seen?.errorId === id ? viewOccurrence(seen) : undefined,
    occurrences: found.slice(0, rows).map(viewOccurrence),
    spanning: (span: string) => withQuery(ctx.path, { period: span, see: see && placeText(see) }),
    look: (place: string) => withQuery(ctx.path, { ...links, see: place }),
    points: points.map(({ at, count }) => ({ at, value: count })),
    period,
    first: before && withQuery(ctx.path, links),
    next: last && withQuery(ctx.path, { ...links, before: placeText(last) }),
  });
}

const said: Record<Exclude<Resolved['is'], 'unknown'>, string> = {
  resolved: 'Resolved. It opens again by itself should it come back.',
  reopened: 'It is open again.',
  already: 'It was so already.',
};

function turn(how: typeof resolveError) {
  return async (ctx: Context, deps: PageDeps): Promise<void> => {
    const id = idIn(ctx);
    const { is } = await how(deps, id, actorOf(ctx));
    if (is === 'unknown') throw new AppError('not-found');
    flash(ctx, said[is]);
    seeOther(ctx, `/admin/errors/${id}`);
  };
}

function idIn(ctx: Context): string {
  const id = RowId.safeParse(ctx.params.errorId).data;
  if (!id) throw new AppError('not-found');
  return id;
}
