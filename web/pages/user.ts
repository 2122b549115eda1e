import { hasRole, roleIn } from '../../shared/accounts/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake, timeOf } from '../../shared/core/snowflake.ts';
import { readProfile } from '../../shared/sync/profile.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { staffOf } from '../middleware/staff.ts';
import { visibleGuilds } from './guilds.ts';
import { recordInWords } from './member-record.ts';
import { readUserRecord } from './user-record.ts';

const template = new URL('./user.pug', import.meta.url);

/** Everything known of a user in all guilds that the one who asks may see. */
export const user: Page = { method: 'get', path: '/admin/users/:userId', access: 'staff', handle: open };

const nothing = { balance: '0', received: '0', sent: '0', present: 0, left: 0, gone: 0 };

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const id = Snowflake.safeParse(ctx.params.userId).data;
  if (id === undefined) throw new AppError('not-found');
  const staff = staffOf(ctx);
  const visible = visibleGuilds(staff);
  const profile = await readProfile(deps, id, visible);
  const memberships = profile?.memberships ?? [];
  const record = await readUserRecord(deps, id, {
    member: memberships.map(({ guild }) => guild),
    visible: visible ?? null,
  });
  if (!profile && record.isEmpty) throw new AppError('not-found');
  const { totals, squads, ...lists } = record;
  show(ctx, deps, template, {
    title: profile?.user.globalName || profile?.user.username || record.calledThere || id,
    wide: true,
    id,
    mayForget: hasRole(staff.role, 'admin'),
    user: profile?.user,
    made: new Date(timeOf(id)),
    sums: profile?.sums ?? nothing,
    isNarrow: visible !== undefined,
    guilds: memberships.map((one) => ({
      ...one,
      href: `/admin/guilds/${one.guild}/members/${id}`,
      squad: squads.get(one.guild),
      past: recordInWords(totals.get(one.guild)),
      mayGive: hasRole(roleIn(staff, one.guild), 'admin'),
    })),
    narrowed: ({ guild }: { guild: Snowflake }) => `/admin/guilds/${guild}`,
    ...lists,
  });
}
