import { hasRole, type Role } from '../../shared/accounts/rules.ts';
import { findStaff, type Staff } from '../../shared/accounts/store.ts';
import { AppError, type ErrorCode } from '../../shared/core/errors.ts';
import type { Context, Deps, Middleware } from '../context.ts';

/**
 * Lets in staff of at least that role. The account is read each time, so that a lost role or a changed password
 * bites at the next request; a live stream notices when it comes back, within a minute. Pages send others to the login, and whoever must change a password to where that is done.
 */
export function requireStaff({ db }: Pick<Deps, 'db'>, role: Role): Middleware {
  return async (ctx, next) => {
    const staff = await identify(db, ctx);
    if (!staff) return turnAway(ctx, `/admin/login?next=${encodeURIComponent(ctx.path)}`, 'not-signed-in');
    ctx.state.staff = staff;
    if (staff.mustChangePassword && ctx.path !== passwordPage)
      return turnAway(ctx, passwordPage, 'forbidden');
    if (!hasRole(staff.role, role)) throw new AppError('forbidden');
    await next();
  };
}

const passwordPage = '/admin/password';

async function identify(db: Deps['db'], ctx: Context): Promise<Staff | undefined> {
  const claim = ctx.session?.staff;
  const staff = claim && (await findStaff({ db }, claim));
  if (claim && !staff) ctx.session = null; // its account is gone or has another password
  return staff;
}

/** Only a page can be answered with another page. */
function turnAway(ctx: Context, page: string, code: ErrorCode): void {
  if (ctx.method !== 'GET' || ctx.accepts('json', 'html') !== 'html') throw new AppError(code);
  ctx.status = 303;
  ctx.redirect(page);
}

/** Who asks, behind `requireStaff`. */
export function staffOf(ctx: Context): Staff {
  if (!ctx.state.staff) throw new Error('a page for staff is not behind requireStaff');
  return ctx.state.staff;
}
