import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { type ListedMember, listMembers } from '../../shared/sync/member-list.ts';
import type { GuildRole } from '../../shared/sync/model.ts';
import { listRoles } from '../../shared/sync/store.ts';
import { type Page, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';

const template = new URL('./members.pug', import.meta.url);
const rows = 50;

const Query = z.object({
  search: Words,
  state: z.enum(['here', 'left', 'timed-out']).catch('here'),
  sort: z.enum(['name', 'joined', 'balance']).catch('name'),
  role: Snowflake.optional().catch(undefined),
  after: Snowflake.optional().catch(undefined),
  key: z
    .string()
    .max(300)
    .refine((text) => !text.includes('\0'))
    .optional()
    .catch(undefined),
});

/** Members of a guild: found by how a name begins or by id, by role, and whether they are still there. */
export const members: Page = {
  method: 'get',
  path: '/admin/guilds/:guildId/members',
  access: 'viewer',
  async handle(ctx, deps) {
    const guild = guildOf(ctx);
    const { search, state, sort, role, after, key } = Query.parse(ctx.query);
    const place = after && key !== undefined && isKey(sort, key) ? { user: after, key } : undefined;
    const [found, roles] = await Promise.all([
      listMembers(deps, guild.id, { state, order: sort, search, role, limit: rows + 1, after: place }),
      listRoles(deps, guild.id),
    ]);
    const last = found.length > rows ? found[rows - 1] : undefined;
    const path = `/admin/guilds/${guild.id}/members`;
    const filter = { search, state: state === 'here' ? undefined : state, role };
    const kept = { ...filter, sort: sort === 'name' ? undefined : sort };
    show(ctx, deps, template, {
      title: `Members of ${guild.name || guild.id}`,
      wide: true,
      members: found.slice(0, rows).map((member) => withRoles(member, roles, deps.clock())),
      roles: roles.filter(({ id, active }) => active && id !== guild.id),
      filter: { search, state, role },
      isFiltered: Boolean(search || role || state !== 'here'),
      sort: { by: sort, desc: sort !== 'name' },
      link: ({ sort }: { sort: string }) => withQuery(path, { ...filter, sort: sort.replace('-', '') }),
      first: place && withQuery(path, kept),
      next: last?.key && withQuery(path, { ...kept, after: last.user, key: last.key }),
    });
  },
};

const mostShown = 4; // roles in a row; the profile has all of them

function withRoles({ roles, ...member }: ListedMember, all: readonly GuildRole[], now: number) {
  const known = all.filter(({ id, active }) => active && roles.includes(id));
  return {
    ...member,
    roles: known.slice(0, mostShown),
    more: known.length - mostShown,
    isTimedOut: member.active && (member.timedOutUntil?.getTime() ?? 0) > now,
  };
}

/** What the order compares with: anything else was not ours. */
function isKey(sort: z.infer<typeof Query>['sort'], key: string): boolean {
  return sort === 'name' || (sort === 'joined' ? /^\d{1,17}$/ : /^\d{1,18}$/).test(key);
}
