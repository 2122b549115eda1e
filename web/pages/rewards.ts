import { z } from 'zod';
import { listFailedGrants, retryGrants } from '../../shared/bytes/failed-grants.ts';
import { addReward, listRewards, mostCounted, mostThreshold } from '../../shared/bytes/rewards.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { readGiveable } from '../../shared/setup/giveable.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedNumber } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { tellNotTheirs } from '../not-theirs.ts';
import { offerRoles, viewRole } from './role-view.ts';
import { mayChange } from './settings-place.ts';

const template = new URL('./rewards.pug', import.meta.url);
const review = new URL('./rewards-review.pug', import.meta.url);
const path = '/admin/guilds/:guildId/rewards';
const rows = 50; // failed grants shown at once

/** Roles that are earned by bytes received, and those that Discord refused to give. */
export const rewards: Page[] = [
  { method: 'get', path, access: 'viewer', handle: (ctx, deps) => list(ctx, deps) },
  { method: 'post', path, access: 'admin', handle: add },
  { method: 'post', path: `${path}/retry`, access: 'moderator', handle: retry },
];

const New = z.object({
  role: Snowflake.catch(''),
  threshold: typedNumber({ least: 1, most: mostThreshold }),
});

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
}

async function list(ctx: Context, deps: PageDeps, { typed, faults = {} }: Shown = {}): Promise<void> {
  const guild = guildOf(ctx);
  const kept = typed ? undefined : keptForm(ctx);
  const after = placeOf(ctx.query);
  const [found, roles, failed] = await Promise.all([
    listRewards(deps, guild.id),
    readGiveable(deps, guild.id, actorOf(ctx).actor),
    listFailedGrants(deps, guild.id, { after, limit: rows + 1 }),
  ]);
  const last = failed.length > rows ? failed[rows - 1] : undefined;
  const base = `/admin/guilds/${guild.id}/rewards`;
  show(ctx, deps, template, {
    title: `Role rewards of ${guild.name || guild.id}`,
    wide: true,
    base,
    mostCounted,
    rewards: found.map((reward) => ({ ...reward, role: viewRole(roles, reward.role) })),
    failed: failed.slice(0, rows),
    options: offerRoles(roles, { without: found.map(({ role }) => role) }),
    mayChange: mayChange(ctx),
    form: typed ?? kept ?? {},
    faults,
    remark: kept && keptNotice,
    first: after && base,
    next: last && withQuery(base, { user: last.user, role: last.role }),
  });
}

/** Posted to be looked at, then to be saved. */
async function add(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const typed = formOf(ctx);
  const roles = await readGiveable(deps, guild.id, actorOf(ctx).actor);
  const checked = New.superRefine(({ role }, check) => {
    const unfit = roles.refusalOf(role);
    if (unfit) check.addIssue({ code: 'custom', path: ['role'], message: tellNotTheirs(unfit, role, roles) });
  }).safeParse(typed);
  if (typed.step === 'edit') return list(ctx, deps, { typed });
  if (!checked.success) {
    ctx.status = 422;
    return list(ctx, deps, { typed, faults: faultsOf(checked.error) });
  }
  const { role, threshold } = checked.data;
  const name = roles.nameOf(role) ?? role;
  const base = `/admin/guilds/${guild.id}/rewards`;
  if (typed.step !== 'save') {
    const changes = [{ label: `@${name}`, after: `at ${threshold.toLocaleString('en')} bytes received` }];
    const fields = { role, threshold: String(threshold) };
    return show(ctx, deps, review, { title: 'New role reward', base, path: base, changes, fields });
  }
  const added = await addReward(deps, guild.id, { role, threshold, name }, actorOf(ctx));
  if (added.is === 'not-theirs') {
    ctx.status = 403;
    return list(ctx, deps, { typed, faults: { role: tellNotTheirs(added, role, roles) } });
  }
  if (added.is === 'exists' && added.threshold !== threshold) {
    ctx.status = 409;
    const message = `It has a reward already, at ${added.threshold.toLocaleString('en')} bytes.`;
    return list(ctx, deps, { typed, faults: { role: message } });
  }
  await tellProcesses(deps, 'bytes', guild.id);
  flash(ctx, `@${name} is earned from now on. Whoever has received as much already gets it soon.`);
  seeOther(ctx, base);
}

const Retry = z.object({
  user: Snowflake.optional().catch(undefined),
  role: Snowflake.optional().catch(undefined),
});

async function retry(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const retried = await retryGrants(deps, guild.id, Retry.parse(formOf(ctx)), actorOf(ctx));
  flash(
    ctx,
    retried > 0
      ? `Tried again soon: ${retried}. What fails again comes back here.`
      : 'There was nothing to try again.',
  );
  seeOther(ctx, `/admin/guilds/${guild.id}/rewards`);
}

/** Where the page before ended. */
function placeOf(query: unknown): { user: string; role: string } | undefined {
  return z.object({ user: Snowflake, role: Snowflake }).safeParse(query).data;
}
