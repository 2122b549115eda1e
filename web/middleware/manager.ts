import { hasRole, type Role } from '../../shared/accounts/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { findManagedGuild } from '../../shared/setup/standing.ts';
import type { Context, Deps } from '../context.ts';
import type { Needed } from './staff.ts';

/** A member of Discord who manages guilds, and sees their pages only. */
export interface Manager {
  user: Snowflake;
  name: string;
  /** The one that a link of `/config panel` was for; null: signed in with Discord, for all that they manage. */
  guild: Snowflake | null;
}

/** What a manager may do in the guild. */
const role: Role = 'admin';

/**
 * Lets a manager in where the path names a guild of theirs and asks for no more than their role, and who signed in with
 * Discord also to the list of their guilds. What gives them the right is read each time, as Discord last showed it to us:
 * once it is gone, so is a session that was for that guild alone; for others that guild is missing. False where there is
 * no session of a manager.
 */
export async function admitManager(
  deps: Pick<Deps, 'db' | 'clock'>,
  ctx: Context,
  needed: Needed,
): Promise<boolean> {
  const claim = ctx.session?.manager;
  if (!claim) return false;
  const { until, ...manager } = claim;
  const { guildId } = ctx.params;
  const looked = manager.guild ?? Snowflake.safeParse(guildId).data;
  const isOver = until <= deps.clock();
  const guild = isOver || !looked ? undefined : await findManagedGuild(deps, looked, manager.user);
  if (isOver || (manager.guild !== null && !guild)) {
    ctx.session = null;
    return false;
  }
  ctx.state.manager = manager;
  if (needed === 'inside' && manager.guild === null) return true;
  if (guildId === undefined || needed === 'inside' || needed === 'staff' || needed === 'newcomer')
    throw new AppError('not-for-managers');
  if (guildId !== guild?.id) throw new AppError('not-found');
  if (!hasRole(role, needed)) throw new AppError('forbidden');
  ctx.state.guild = guild;
  ctx.state.role = role;
  return true;
}
