import { z } from 'zod';
import { queueNames } from '../../shared/cluster/queue-kinds.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { askTogether } from '../../shared/db/together.ts';
import { outcomes } from '../../shared/jobs/list.ts';
import { type JobSearch, searchJobs } from '../../shared/jobs/search.ts';
import { guildNames, userNames } from '../../shared/sync/names.ts';
import type { Context } from '../context.ts';
import { placeText, UuidPlace } from '../http/list-place.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { outcomeTags, viewFound } from './job-view.ts';

const template = new URL('./jobs.pug', import.meta.url);
const path = '/admin/jobs';
const rows = 50;

/** Jobs that are over, by any id that they touch. */
export const jobs: Page[] = [{ method: 'get', path, access: 'admin', handle: browse }];

const Query = z.object({
  id: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !text.includes('\0'))
    .optional()
    .catch(undefined),
  queue: z.enum(queueNames).optional().catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  before: UuidPlace.optional().catch(undefined),
});

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const { before, ...query } = Query.parse(ctx.query);
  const { id, queue, outcome } = query;
  const found = await searchJobs(
    deps,
    { about: id ? aboutOf(id) : undefined, queue, outcome },
    { before, limit: rows },
  );
  const guilds = found.jobs.flatMap(({ guild }) => guild ?? []);
  const user = Snowflake.safeParse(id).data;
  const [people, names] = await askTogether(deps.db, [userNames(user ? [user] : []), guildNames(guilds)]);
  show(ctx, deps, template, {
    title: 'Jobs',
    wide: true,
    query,
    isFiltered: Boolean(id || queue || outcome),
    jobs: found.jobs.map(viewFound),
    guildNames: Object.fromEntries(names),
    person: user && people.has(user) ? { name: people.get(user), href: `/admin/users/${user}` } : undefined,
    queues: queueNames.map((value) => ({ value, text: value })),
    outcomes: outcomes.map((value) => ({ value, text: outcomeTags[value].text })),
    first: before && withQuery(path, query),
    next: found.next && withQuery(path, { ...query, before: placeText(found.next) }),
  });
}

function aboutOf(id: string): JobSearch['about'] {
  return Snowflake.safeParse(id).success ? { touches: id } : { job: id };
}
