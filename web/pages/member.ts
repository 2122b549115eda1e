import { hasRole } from '../../shared/accounts/rules.ts';
import { listMovements } from '../../shared/bytes/movements.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake, timeOf } from '../../shared/core/snowflake.ts';
import { countByGuild } from '../../shared/moderation/member-totals.ts';
import { squadsOfUser } from '../../shared/squads/of-user.ts';
import { listMemberships } from '../../shared/sync/profile.ts';
import { listRoles } from '../../shared/sync/store.ts';
import { findUser } from '../../shared/sync/users.ts';
import type { Context } from '../context.ts';
import { type Page, show } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { nameMovement } from './guild-tables.ts';
import { visibleGuilds } from './guilds.ts';
import { readRecord, recordInWords } from './member-record.ts';

const template = new URL('./member.pug', import.meta.url);
const rows = 12;

/** Everything known of a user, as a member of this guild and in the other guilds that the one who asks may see. */
export const member: Page = {
  method: 'get',
  path: '/admin/guilds/:guildId/members/:userId',
  access: 'viewer',
  async handle(ctx, deps) {
    const guild = guildOf(ctx);
    const id = Snowflake.safeParse(ctx.params.userId).data;
    const user = id && (await findUser(deps, id, [guild.id]));
    if (!user) throw new AppError('not-found');
    const [memberships, roles, movements] = await Promise.all([
      listMemberships(deps, user.id, seenBy(ctx, guild.id)),
      listRoles(deps, guild.id),
      listMovements(deps, guild.id, rows, { member: user.id }),
    ]);
    const here = memberships.find((one) => one.guild === guild.id);
    if (!here) throw new AppError('not-found');
    const seen = memberships.map((one) => one.guild);
    const [record, totals, squads] = await Promise.all([
      readRecord(deps, guild.id, user.id),
      countByGuild(deps, user.id, seen),
      squadsOfUser(deps, user.id, seen),
    ]);
    show(ctx, deps, template, {
      title: `${here.name || user.username} in ${guild.name || guild.id}`,
      wide: true,
      user,
      made: new Date(timeOf(user.id)),
      here,
      isTimedOut: here.active && (here.timedOutUntil?.getTime() ?? 0) > deps.clock(),
      roles: roles.filter((role) => here.roles.includes(role.id)),
      mayAct: hasRole(ctx.state.role ?? null, 'moderator'),
      past: recordInWords(totals.get(guild.id)),
      squad: squads.get(guild.id),
      others: memberships
        .filter((one) => one !== here)
        .map((one) => ({
          ...one,
          squad: squads.get(one.guild)?.name,
          past: recordInWords(totals.get(one.guild)),
        })),
      movements: movements.map(nameMovement),
      ...record,
    });
  },
};

/** Whoever manages one guild sees that one only. */
function seenBy(ctx: Context, guild: Snowflake): Snowflake[] | undefined {
  const { staff } = ctx.state;
  return staff ? visibleGuilds(staff) : [guild];
}
