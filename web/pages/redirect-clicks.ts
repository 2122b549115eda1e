import { z } from 'zod';
import { DAY } from '../../shared/core/clock.ts';
import { keptFor } from '../../shared/db/retention.ts';
import { listClicks, visitorKinds } from '../../shared/redirects/clicks.ts';
import type { Context } from '../context.ts';
import { placeText, UuidPlace } from '../http/list-place.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { redirectIn } from './redirect-place.ts';
import { viewClick } from './redirect-view.ts';

const template = new URL('./redirect-clicks.pug', import.meta.url);
const rows = 50;

/** Every click of a short link that is on record. */
export const redirectClicks: Page[] = [
  { method: 'get', path: '/admin/redirects/:redirectId/clicks', access: 'admin', handle: browse },
];

const Query = z.object({
  by: z.enum(visitorKinds).optional().catch(undefined),
  before: UuidPlace.optional().catch(undefined),
});

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const redirect = await redirectIn(ctx, deps);
  const { by, before } = Query.parse(ctx.query);
  const found = await listClicks(deps, redirect.id, { by, before, limit: rows + 1 });
  const base = `/admin/redirects/${redirect.id}`;
  const path = `${base}/clicks`;
  const last = found.length > rows ? found[rows - 1] : undefined;
  show(ctx, deps, template, {
    title: `Clicks of /${redirect.name}`,
    wide: true,
    redirect,
    base,
    by,
    days: keptFor('redirect_clicks', deps.config.RETENTION) / DAY,
    clicks: found.slice(0, rows).map(viewClick),
    first: before && withQuery(path, { by }),
    next: last && withQuery(path, { by, before: placeText(last) }),
  });
}
