import { hasRole, type Role } from '../../shared/accounts/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { PanelVisitor } from '../../shared/setup/panel-link.ts';
import { findManagedGuild } from '../../shared/setup/standing.ts';
import type { Context, Deps } from '../context.ts';

/** A member of Discord who manages one guild, and sees its pages only. */
export type Manager = PanelVisitor;

/** What a manager may do in the guild. */
const role: Role = 'admin';

/**
 * Lets a manager in where the path names their guild and asks for no more than their role. What gives them the right is
 * read each time, as Discord last showed it to us: once it is gone, so is the session. False where there is no session of
 * a manager.
 */
export async function admitManager(
  deps: Pick<Deps, 'db' | 'clock'>,
  ctx: Context,
  needed: Role | 'staff' | 'newcomer',
): Promise<boolean> {
  const claim = ctx.session?.manager;
  if (!claim) return false;
  const { until, ...manager } = claim;
  const guild = until > deps.clock() ? await findManagedGuild(deps, manager.guild, manager.user) : undefined;
  if (!guild) {
    ctx.session = null;
    return false;
  }
  ctx.state.manager = manager;
  const { guildId } = ctx.params;
  if (guildId === undefined || needed === 'staff' || needed === 'newcomer')
    throw new AppError('not-for-managers');
  if (guildId !== guild.id) throw new AppError('not-found');
  if (!hasRole(role, needed)) throw new AppError('forbidden');
  ctx.state.guild = guild;
  ctx.state.role = role;
  return true;
}
