import { z } from 'zod';
import { refusals, searchViews, type View, type ViewSearch } from '../../shared/analytics/view-search.ts';
import { DAY } from '../../shared/core/clock.ts';
import { keptFor } from '../../shared/db/retention.ts';
import type { Context } from '../context.ts';
import { describeAgent } from '../http/agent.ts';
import { placeText, UuidPlace } from '../http/list-place.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { msInWords } from './stat-words.ts';

const template = new URL('./analytics-views.pug', import.meta.url);
const path = '/admin/analytics/views';
const rows = 50;

/** Page views one by one. */
export const analyticsViews: Page[] = [{ method: 'get', path, access: 'admin', handle: browse }];

const Query = z.object({
  ip: z.string().trim().toLowerCase().optional().catch(undefined),
  route: z
    .string()
    .trim()
    .regex(/^(\/[!-~]{0,199}|none)$/)
    .optional()
    .catch(undefined),
  status: z.enum(refusals).optional().catch(undefined),
  by: z.enum(['people', 'bots']).optional().catch(undefined),
  before: UuidPlace.optional().catch(undefined),
});
const Address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const { before, ...query } = Query.parse(ctx.query);
  const isOdd = Boolean(query.ip) && !Address.safeParse(query.ip).success;
  const search: ViewSearch = { ...query, ip: query.ip || undefined };
  const found = isOdd
    ? { views: [], next: undefined }
    : await searchViews(deps, search, { before, limit: rows });
  show(ctx, deps, template, {
    title: 'Page views',
    wide: true,
    days: keptFor('page_views', deps.config.RETENTION) / DAY,
    query,
    isOdd,
    isFiltered: Object.values(query).some(Boolean),
    views: found.views.map(viewView),
    narrowed: (more: Record<string, string>) => withQuery(path, { ...query, ...more }),
    first: before && withQuery(path, query),
    next: found.next && withQuery(path, { ...query, before: placeText(found.next) }),
  });
}

function viewView({ at, method, path, route, status, ms, ip, agent, referrer, bot }: View) {
  return {
    ...{ at, path, ip, status, bot },
    /** What a link does not say. */
    method: method === 'GET' ? '' : method,
    route: route ?? 'none',
    took: msInWords(ms),
    tone: status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'plain',
    agent: agent === null ? null : { text: describeAgent(agent), whole: agent },
    referrer: referrer === null ? null : { text: hostOf(referrer), whole: referrer },
  };
}

function hostOf(referrer: string): string {
  return (URL.canParse(referrer) && new URL(referrer).host) || referrer;
}
