import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listReports, reportStates } from '../../shared/moderation/reports.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { identify } from './member-filter.ts';
import { viewReport } from './report-view.ts';
import { reportTags, stateOptions } from './report-words.ts';

const template = new URL('./reports.pug', import.meta.url);
const path = '/admin/guilds/:guildId/reports';
const rows = 50;

/** Messages that members reported, newest first: those that wait, unless others are asked for. */
export const reports: Page = { method: 'get', path, access: 'viewer', handle: browse };

const Query = z.object({
  /** Who wrote the message. */
  member: Words,
  state: z.enum([...reportStates, 'all']).catch('open'),
  before: Snowflake.optional().catch(undefined),
});

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const { member, state, before } = Query.parse(ctx.query);
  const whose = await identify(deps, guild.id, member);
  const found =
    whose.is === 'nobody' || whose.is === 'several'
      ? []
      : await listReports(deps, guild.id, {
          state: state === 'all' ? undefined : state,
          author: whose.is === 'one' ? whose.user : undefined,
          before,
          limit: rows + 1,
        });
  const last = found.length > rows ? found[rows - 1] : undefined;
  const base = `/admin/guilds/${guild.id}/reports`;
  const links = { member, state: state === 'open' ? undefined : state };
  show(ctx, deps, template, {
    title: `Reports in ${guild.name || guild.id}`,
    wide: true,
    base,
    asked: { member, state },
    states: [...stateOptions(reportTags), { value: 'all', text: 'All' }],
    whose,
    reports: found.slice(0, rows).map(viewReport),
    isFiltered: Object.values(links).some(Boolean),
    candidate: (user: string) => withQuery(base, { ...links, member: user }),
    first: before && withQuery(base, links),
    next: last && withQuery(base, { ...links, before: last.id }),
  });
}
