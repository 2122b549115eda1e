import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { appealStates, listAppeals } from '../../shared/moderation/appeals.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { viewAppeal } from './appeal-view.ts';
import { identify } from './member-filter.ts';
import { appealTags, stateOptions } from './report-words.ts';

const template = new URL('./appeals.pug', import.meta.url);
const path = '/admin/guilds/:guildId/appeals';
const rows = 50;

/** What members say against their cases, newest first: those that wait, unless others are asked for. */
export const appeals: Page = { method: 'get', path, access: 'viewer', handle: browse };

const Query = z.object({
  member: Words,
  state: z.enum([...appealStates, 'all']).catch('open'),
  before: Snowflake.optional().catch(undefined),
});

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const { member, state, before } = Query.parse(ctx.query);
  const whose = await identify(deps, guild.id, member);
  const found =
    whose.is === 'nobody' || whose.is === 'several'
      ? []
      : await listAppeals(deps, guild.id, {
          state: state === 'all' ? undefined : state,
          user: whose.is === 'one' ? whose.user : undefined,
          before,
          limit: rows + 1,
        });
  const last = found.length > rows ? found[rows - 1] : undefined;
  const base = `/admin/guilds/${guild.id}/appeals`;
  const links = { member, state: state === 'open' ? undefined : state };
  show(ctx, deps, template, {
    title: `Appeals in ${guild.name || guild.id}`,
    wide: true,
    base,
    asked: { member, state },
    states: [...stateOptions(appealTags), { value: 'all', text: 'All' }],
    whose,
    appeals: found.slice(0, rows).map(viewAppeal),
    isFiltered: Object.values(links).some(Boolean),
    candidate: (user: string) => withQuery(base, { ...links, member: user }),
    first: before && withQuery(base, links),
    next: last && withQuery(base, { ...links, before: last.id }),
  });
}
