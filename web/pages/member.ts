import { hasRole } from '../../shared/accounts/rules.ts';
import { listMovements } from '../../shared/bytes/movements.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake, timeOf } from '../../shared/core/snowflake.ts';
import { readProfile } from '../../shared/sync/profile.ts';
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
    const profile = id === undefined ? undefined : await readProfile(deps, id, seenBy(ctx, guild.id));
    const here = profile?.memberships.find((one) => one.guild === guild.id);
    if (!profile || !here) throw new AppError('not-found');
    const { user, memberships } = profile;
    const [{ totals, squads, ...record }, movements] = await Promise.all([
      readRecord(deps, user.id, { here, guilds: memberships.map((one) => one.guild) }),
      listMovements(deps, guild.id, rows, { member: user.id }),
    ]);
    show(ctx, deps, template, {
      title: `${here.name || user.username} in ${guild.name || guild.id}`,
      wide: true,
      user,
      made: new Date(timeOf(user.id)),
      here,
      isTimedOut: here.active && (here.timedOutUntil?.getTime() ?? 0) > deps.clock(),
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
