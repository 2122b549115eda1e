import { z } from 'zod';
import { countKeysOf } from '../../shared/accounts/api-keys.ts';
import { clearSecondFactor } from '../../shared/accounts/edit-staff.ts';
import { roles } from '../../shared/accounts/rules.ts';
import { resetPassword, setDisabled, setGuildRole, setRole } from '../../shared/accounts/staff.ts';
import type { Refused } from '../../shared/accounts/staff-change.ts';
import { findAccount, type StaffAccount } from '../../shared/accounts/staff-list.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { findGuild } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther } from '../http/page.ts';
import { onceOf, putOnce } from '../http/shown-once.ts';
import { flash } from '../middleware/session.ts';
import { endOtherSessions } from '../middleware/session-list.ts';
import { actorOf } from '../middleware/staff.ts';
import { RoleField } from './staff.ts';
import { showStaffAccount } from './staff-account-view.ts';
import { refusals } from './staff-words.ts';

const path = '/admin/staff/:id';

/** One account: its roles, everywhere and in single guilds, its password, and whether it may log in. */
export const staffAccount: Page[] = [
  {
    method: 'get',
    path,
    access: 'owner',
    handle: async (ctx, deps) => showStaffAccount(ctx, deps, await accountOf(ctx, deps)),
  },
  { method: 'post', path: `${path}/role`, access: 'owner', handle: changeRole },
  { method: 'post', path: `${path}/guild-role`, access: 'owner', handle: changeGuildRole },
  { method: 'post', path: `${path}/reset`, access: 'owner', handle: reset },
  { method: 'post', path: `${path}/second-factor/clear`, access: 'owner', handle: clear },
  {
    method: 'post',
    path: `${path}/disable`,
    access: 'owner',
    handle: (ctx, deps) => disable(ctx, deps, true),
  },
  {
    method: 'post',
    path: `${path}/enable`,
    access: 'owner',
    handle: (ctx, deps) => disable(ctx, deps, false),
  },
];

const RoleForm = z.object({ role: RoleField, from: RoleField });

async function changeRole(ctx: Context, deps: PageDeps): Promise<void> {
  const account = await accountOf(ctx, deps);
  const { role: to, from } = parseForm(RoleForm, ctx);
  const result = await setRole(deps, account.id, { from, to }, actorOf(ctx));
  if (result.is === 'refused') return refuse(ctx, deps, account, result);
  if (result.is === 'stale') {
    ctx.status = 409;
    const fault = `Somebody else has made this account ${account.role ?? 'one without a role everywhere'} meanwhile. Check, and save again.`;
    return showStaffAccount(ctx, deps, account, { fault, typed: { role: to ?? '' } });
  }
  flash(ctx, result.is === 'changed' ? 'Role saved.' : 'The role is as it was.');
  seeOther(ctx, `/admin/staff/${account.id}`);
}

const GuildRoleForm = z.object({
  guild: Snowflake,
  role: z
    .enum([...roles, ''])
    .exclude(['owner'])
    .transform((role) => (role === '' ? null : role)),
});

async function changeGuildRole(ctx: Context, deps: PageDeps): Promise<void> {
  const account = await accountOf(ctx, deps);
  const { guild: id, role } = parseForm(GuildRoleForm, ctx);
  const guild = await findGuild(deps, id);
  if (!guild) throw new AppError('bad-input');
  const result = await setGuildRole(deps, account.id, { guild: id, role }, actorOf(ctx));
  if (result.is === 'refused') return refuse(ctx, deps, account, result);
  flash(ctx, role ? `Now ${role} in ${guild.name || id}.` : `No role in ${guild.name || id} any more.`);
  seeOther(ctx, `/admin/staff/${account.id}`);
}

async function reset(ctx: Context, deps: PageDeps): Promise<void> {
  const account = await accountOf(ctx, deps);
  const { clear } = parseForm(z.object({ clear: z.literal('on').optional() }), ctx);
  const once = onceOf(formOf(ctx).once);
  const result = await resetPassword(deps, account.id, { clearSecondFactor: clear === 'on' }, actorOf(ctx));
  if (result.is === 'refused') return refuse(ctx, deps, account, result);
  await putOnce(deps, ctx, once, result.password);
  seeOther(ctx, `/admin/staff/${account.id}?once=${once}`);
}

async function clear(ctx: Context, deps: PageDeps): Promise<void> {
  const account = await accountOf(ctx, deps);
  const result = await clearSecondFactor(deps, account.id, actorOf(ctx));
  if (result.is === 'refused') return refuse(ctx, deps, account, result);
  const isOff = result.is === 'cleared';
  flash(ctx, isOff ? 'The second factor is off: logins ask for the password alone.' : 'It was off already.');
  seeOther(ctx, `/admin/staff/${account.id}`);
}

async function disable(ctx: Context, deps: PageDeps, isDisabled: boolean): Promise<void> {
  const account = await accountOf(ctx, deps);
  const result = await setDisabled(deps, account.id, isDisabled, actorOf(ctx));
  if (result.is === 'refused') return refuse(ctx, deps, account, result);
  if (isDisabled) await endOtherSessions(deps, account.id, undefined); // none may wake when it is enabled again
  const keys = isDisabled ? await countKeysOf(deps, account.id) : 0;
  const left = keys > 0 ? ` API keys it made that still work: ${keys}. Revoke them under API keys.` : '';
  flash(
    ctx,
    isDisabled ? `Disabled: it cannot log in, and its sessions have ended.${left}` : 'Enabled again.',
  );
  seeOther(ctx, `/admin/staff/${account.id}`);
}

/** Whose page it is. */
export async function accountOf(ctx: Context, deps: PageDeps): Promise<StaffAccount> {
  const id = Snowflake.safeParse(ctx.params.id).data; // as large as a bigint can be
  const account = id && (await findAccount(deps, id));
  if (!account) throw new AppError('not-found');
  return account;
}

/** These forms offer choices only: what is none of them was not typed by a person. */
function parseForm<T>(schema: z.ZodType<T>, ctx: Context): T {
  const { success, data } = schema.safeParse(formOf(ctx));
  if (!success) throw new AppError('bad-input');
  return data;
}

/** The page of the account again, with why. */
export async function refuse(
  ctx: Context,
  deps: PageDeps,
  account: StaffAccount,
  { why }: Refused,
): Promise<void> {
  ctx.status = why === 'unknown' ? 404 : why === 'not-owner' ? 403 : 409;
  await showStaffAccount(ctx, deps, account, { fault: refusals[why] });
}
