import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';
import { identify } from './member-filter.ts';
import { stateOptions } from './report-words.ts';

/** Things of a guild that wait for a moderator's answer. */
interface Waiting<State extends string, Row extends { id: string }> {
  /** The end of the path, and what the template calls the rows. */
  name: string;
  title: string;
  template: URL;
  states: readonly State[];
  tags: Parameters<typeof stateOptions>[0];
  list(deps: PageDeps, guild: Snowflake, asked: Asked<State>): Promise<Row[]>;
  view(row: Row): unknown;
}

interface Asked<State> {
  /** Undefined: all. */
  state?: State;
  member?: Snowflake;
  before?: string;
  limit: number;
}

const rows = 50;

/** The newest first: those that wait, unless others are asked for. */
export function waitingList<State extends string, Row extends { id: string }>(
  waiting: Waiting<State, Row>,
): Page {
  const path = `/admin/guilds/:guildId/${waiting.name}`;
  return { method: 'get', path, access: 'viewer', handle: (ctx, deps) => browse(ctx, deps, waiting) };
}

async function browse<State extends string, Row extends { id: string }>(
  ctx: Context,
  deps: PageDeps,
  { name, title, template, states, tags, list, view }: Waiting<State, Row>,
): Promise<void> {
  const guild = guildOf(ctx);
  const { member, before, ...asked } = Query.parse(ctx.query);
  const state = [...states, 'all' as const].find((each) => each === asked.state) ?? 'open';
  const whose = await identify(deps, guild.id, member);
  const found =
    whose.is === 'nobody' || whose.is === 'several'
      ? []
      : await list(deps, guild.id, {
          state: states.find((each) => each === state),
          member: whose.is === 'one' ? whose.user : undefined,
          before,
          limit: rows + 1,
        });
  const last = found.length > rows ? found[rows - 1] : undefined;
  const base = `/admin/guilds/${guild.id}/${name}`;
  const links = { member, state: state === 'open' ? undefined : state };
  show(ctx, deps, template, {
    title: `${title} in ${guild.name || guild.id}`,
    wide: true,
    base,
    asked: { member, state },
    states: [...stateOptions(tags), { value: 'all', text: 'All' }],
    whose,
    [name]: found.slice(0, rows).map(view),
    isFiltered: Object.values(links).some(Boolean),
    candidate: (user: string) => withQuery(base, { ...links, member: user }),
    first: before && withQuery(base, links),
    next: last && withQuery(base, { ...links, before: last.id }),
  });
}

const Query = z.object({
  member: Words,
  state: z.string().optional().catch(undefined),
  before: Snowflake.optional().catch(undefined),
});
