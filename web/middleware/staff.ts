import { hasRole, type Role, roleIn } from '../../shared/accounts/rules.ts';
import { findStaff, type Staff } from '../../shared/accounts/store.ts';
import type { Actor } from '../../shared/core/actor.ts';
import { AppError, type ErrorCode } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Guild } from '../../shared/sync/model.ts';
import { findGuild } from '../../shared/sync/store.ts';
import type { Context, Deps, Middleware } from '../context.ts';
import { admitManager } from './manager.ts';

/**
 * Whom something is for: a role (in a path with `:guildId` that in the guild), `staff` for any account, `newcomer` also for
 * one that must first change its password, `inside` for any account and for who signed in with Discord.
 */
export type Needed = Role | 'staff' | 'newcomer' | 'inside';

/**
 * Lets in staff of at least that role, in the guild where the path names one. The account is read each time, so that a
 * lost role or a changed password bites at the next request; a live stream notices when it comes back, within a minute.
 * Pages send others to the login, and whoever must change a password to where that is done. Who manages a guild on Discord
 * is let in as an admin of that guild (manager.ts).
 */
export function requireStaff(deps: Pick<Deps, 'db' | 'clock'>, role: Needed): Middleware {
  const { db } = deps;
  return async (ctx, next) => {
    if (await admitManager(deps, ctx, role)) return next();
    const staff = await identify(db, ctx);
    if (!staff) return turnAway(ctx, `/admin/login?next=${encodeURIComponent(ctx.url)}`, 'not-signed-in');
    ctx.state.staff = staff;
    if (staff.mustChangePassword && role !== 'newcomer') return turnAway(ctx, '/admin/password', 'forbidden');
    if (role !== 'newcomer' && role !== 'staff' && role !== 'inside') await admit(db, ctx, staff, role);
    await next();
  };
}

async function admit(db: Deps['db'], ctx: Context, staff: Staff, role: Role): Promise<void> {
  const { guildId } = ctx.params;
  if (guildId === undefined) {
    if (!hasRole(staff.role, role)) throw new AppError('forbidden');
    return;
  }
  const here = roleIn(staff, guildId);
  const guild =
    here === null || !Snowflake.safeParse(guildId).success ? undefined : await findGuild({ db }, guildId);
  if (!guild) throw new AppError('not-found');
  if (!hasRole(here, role)) throw new AppError('forbidden');
  ctx.state.guild = guild;
  ctx.state.role = here ?? undefined;
}

async function identify(db: Deps['db'], ctx: Context): Promise<Staff | undefined> {
  const claim = ctx.session?.staff;
  const staff = claim && (await findStaff({ db }, claim));
  if (claim && !staff) ctx.session = null; // its account is gone or has another password
  return staff;
}

/** Only a page can be answered with another page. */
function turnAway(ctx: Context, page: string, code: ErrorCode): void {
  if (ctx.method !== 'GET' || ctx.accepts('json', 'html') !== 'html') throw new AppError(code);
  ctx.redirect(page);
  ctx.status = 303;
}

/** The account that asks, behind `requireStaff`, on pages that are not of a guild: those a manager may see as well. */
export function staffOf(ctx: Context): Staff {
  if (!ctx.state.staff) throw new Error('a page for staff is not behind requireStaff');
  return ctx.state.staff;
}

/** The guild that the path names, behind `requireStaff`. */
export function guildOf(ctx: Context): Guild {
  if (!ctx.state.guild) throw new Error('the path of this page names no :guildId');
  return ctx.state.guild;
}

/** Who asks, for what is written down of it. */
export function actorOf(ctx: Context): { actor: Actor; ip: string; requestId: string } {
  return { actor: actorIn(ctx), ip: ctx.ip, requestId: ctx.state.requestId };
}

function actorIn(ctx: Context): Actor {
  const { manager } = ctx.state;
  if (manager) return { kind: 'member', id: manager.user, name: manager.name };
  const { id, username } = staffOf(ctx);
  return { kind: 'staff', id, name: username };
}
