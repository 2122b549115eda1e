import { z } from 'zod';
import { audit } from '../../shared/accounts/audit.ts';
import { countRecoveryCodes } from '../../shared/accounts/second-factor.ts';
import type { Context } from '../context.ts';
import { describeAgent } from '../http/agent.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { newOnce } from '../http/shown-once.ts';
import { flash } from '../middleware/session.ts';
import { endOtherSessions, endSession, listSessions } from '../middleware/session-list.ts';
import { actorOf, staffOf } from '../middleware/staff.ts';

const template = new URL('./account.pug', import.meta.url);
const path = '/admin/account';

/** One's own account: password, second factor, and where it is logged in. */
export const account: Page[] = [
  { method: 'get', path, access: 'staff', handle: (ctx, deps) => showAccount(ctx, deps) },
  { method: 'post', path: `${path}/sessions/end`, access: 'staff', handle: end },
  { method: 'post', path: `${path}/sessions/end-others`, access: 'staff', handle: endOthers },
];

/** `faults` by the form they belong to. */
export async function showAccount(
  ctx: Context,
  deps: PageDeps,
  faults: { disable?: string; renew?: string } = {},
): Promise<void> {
  const staff = staffOf(ctx);
  const [sessions, codesLeft] = await Promise.all([
    listSessions(deps, staff),
    countRecoveryCodes(deps, staff.id),
  ]);
  show(ctx, deps, template, {
    title: 'Your account',
    codesLeft,
    faults,
    once: newOnce(),
    sessions: sessions.map((session) => ({
      ...session,
      browser: describeAgent(session.agent),
      isThis: session.ref === ctx.session?.ref,
    })),
  });
}

async function end(ctx: Context, deps: PageDeps): Promise<void> {
  const staff = staffOf(ctx);
  const { ref } = z.object({ ref: z.string().max(64).catch('') }).parse(formOf(ctx));
  const ended = await endSession(deps, staff.id, ref);
  if (ended)
    await audit(deps.db, {
      ...actorOf(ctx),
      action: 'session.ended',
      subject: staff.username,
      before: { ref },
    });
  flash(ctx, ended ? 'Session ended.' : 'That session had ended already.');
  seeOther(ctx, path);
}

async function endOthers(ctx: Context, deps: PageDeps): Promise<void> {
  const staff = staffOf(ctx);
  const ended = await endOtherSessions(deps, staff.id, ctx.session?.ref);
  const after = { ended };
  await audit(deps.db, { ...actorOf(ctx), action: 'session.others-ended', subject: staff.username, after });
  flash(ctx, ended === 1 ? '1 other session ended.' : `${ended} other sessions ended.`);
  seeOther(ctx, path);
}

export const wrongPassword = { status: 422, fault: 'The password is wrong.' };
export const tooMany = { status: 429, fault: 'Too many attempts. Try again later.' };

/** Shows the page again with what is wrong in one of its forms. */
export async function refuseAt(
  ctx: Context,
  deps: PageDeps,
  form: 'renew' | 'disable',
  { status, fault }: typeof wrongPassword,
): Promise<void> {
  ctx.status = status;
  await showAccount(ctx, deps, { [form]: fault });
}
