import { z } from 'zod';
import { audit } from '../../shared/accounts/audit.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { endOtherSessions, endSession } from '../middleware/session-list.ts';
import { actorOf, staffOf } from '../middleware/staff.ts';
import { accountOf } from './staff-account.ts';

const path = '/admin/staff/:id/sessions';

/** Ends where another account is logged in: one, or all; of one's own all others. */
export const staffSessions: Page[] = [
  { method: 'post', path: `${path}/end`, access: 'owner', handle: end },
  { method: 'post', path: `${path}/end-all`, access: 'owner', handle: endAll },
];

async function end(ctx: Context, deps: PageDeps): Promise<void> {
  const { id, username } = await accountOf(ctx, deps);
  const { ref } = z.object({ ref: z.string().max(64).catch('') }).parse(formOf(ctx));
  const ended = await endSession(deps, id, ref);
  const deed = { ...actorOf(ctx), action: 'session.ended', subject: username, before: { ref } };
  if (ended) await audit(deps.db, deed);
  flash(ctx, ended ? 'Session ended.' : 'That session had ended already.');
  seeOther(ctx, `/admin/staff/${id}`);
}

async function endAll(ctx: Context, deps: PageDeps): Promise<void> {
  const { id, username } = await accountOf(ctx, deps);
  const ended = await endOtherSessions(deps, id, id === staffOf(ctx).id ? ctx.session?.ref : undefined);
  const deed = { ...actorOf(ctx), action: 'session.all-ended', subject: username, after: { ended } };
  if (ended > 0) await audit(deps.db, deed);
  flash(ctx, ended === 1 ? '1 session ended.' : `${ended} sessions ended.`);
  seeOther(ctx, `/admin/staff/${id}`);
}
