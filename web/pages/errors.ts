import { z } from 'zod';
import { periods } from '../../shared/analytics/periods.ts';
import { readSeries } from '../../shared/analytics/stats.ts';
import { errorStates, findTold, listErrors } from '../../shared/errors/list.ts';
import type { Context } from '../context.ts';
import { NumberedPlace, placeText } from '../http/list-place.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { viewError } from './error-view.ts';

const template = new URL('./errors.pug', import.meta.url);
const path = '/admin/errors';
const rows = 50;

/** What went wrong, by kind; and the way from an id that somebody was told to what is known of it. */
export const errors: Page[] = [{ method: 'get', path, access: 'admin', handle: browse }];

const Query = z.object({
  told: Words,
  state: z.enum(errorStates).catch('open'),
  period: z.enum(periods).catch('24h'),
  before: NumberedPlace.optional().catch(undefined),
});

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const { told, state, period, before } = Query.parse(ctx.query);
  const occurrence = told && (await findTold(deps, told));
  if (occurrence)
    return seeOther(ctx, withQuery(`${path}/${occurrence.errorId}`, { see: placeText(occurrence) }));
  const [found, points] = await Promise.all([
    listErrors(deps, { state, before, limit: rows + 1 }),
    readSeries(deps, { stat: 'errors', period, now: deps.clock() }),
  ]);
  const asked = {
    state: state === 'open' ? undefined : state,
    period: period === '24h' ? undefined : period,
  };
  const last = found.length > rows ? found[rows - 1] : undefined;
  show(ctx, deps, template, {
    title: 'Errors',
    wide: true,
    errors: found.slice(0, rows).map(viewError),
    points: points.map(({ at, count }) => ({ at, value: count })),
    query: { told, state, period },
    unknown: told,
    isFiltered: Boolean(told || asked.state),
    spanning: (period: string) => withQuery(path, { ...asked, period }),
    first: before && withQuery(path, asked),
    next: last && withQuery(path, { ...asked, before: placeText({ at: last.lastAt, id: last.id }) }),
  });
}
