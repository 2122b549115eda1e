import { z } from 'zod';
import { AppError } from '../../shared/core/errors.ts';
import type { Change } from '../../shared/settings/diff.ts';
import { type GuildRoles, readGiveable, readRoles } from '../../shared/setup/giveable.ts';
import * as staff from '../../shared/squads/by-staff.ts';
import type { SquadChange, SquadDraft } from '../../shared/squads/changes.ts';
import { countStaleRoles } from '../../shared/squads/role-drift.ts';
import { findSquad, findSquadByName, type ListedSquad } from '../../shared/squads/store.ts';
import { RowId, SquadShape } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedLine, typedNumber, typedText } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { tellNotTheirs } from '../not-theirs.ts';
import { offerRoles } from './role-view.ts';

const templates = {
  form: new URL('./squad-form.pug', import.meta.url),
  review: new URL('./squad-review.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/squads';

/** A new squad, and what there is to change of one: typed, looked at, then saved. */
export const squadForm: Page[] = [
  { method: 'get', path: `${path}/new`, access: 'admin', handle: (ctx, deps) => open(ctx, deps, undefined) },
  {
    method: 'post',
    path: `${path}/new`,
    access: 'admin',
    handle: (ctx, deps) => submit(ctx, deps, undefined),
  },
  {
    method: 'get',
    path: `${path}/:squadId/edit`,
    access: 'admin',
    handle: async (ctx, deps) => open(ctx, deps, await squadIn(ctx, deps)),
  },
  {
    method: 'post',
    path: `${path}/:squadId/edit`,
    access: 'admin',
    handle: async (ctx, deps) => submit(ctx, deps, await squadIn(ctx, deps)),
  },
];

/** The squad that the path names. */
export async function squadIn(ctx: Context, deps: PageDeps): Promise<ListedSquad> {
  const id = RowId.safeParse(ctx.params.squadId).data;
  const squad = id ? await findSquad(deps, guildOf(ctx).id, id) : undefined;
  if (!squad) throw new AppError('not-found');
  return squad;
}

const orNull = <S extends z.ZodType>(schema: S) =>
  z.preprocess((text) => (text === undefined || text === '' ? null : text), schema.nullable());
const Typed = z.object({
  name: typedLine({ most: 64 }),
  description: typedText({ least: 0, most: 500 }).default(''),
  role: SquadShape.role.catch(''),
  active: z.literal('on').optional().transform(Boolean),
  capacity: orNull(typedNumber({ least: 1, most: 1_000_000 })),
  welcome: orNull(typedText({ least: 0, most: 1_000 })).transform((text) => text || null),
});

type Fields = Record<string, unknown>;
interface Shown {
  typed?: Fields;
  faults?: Record<string, string>;
  fault?: string;
}

async function open(
  ctx: Context,
  deps: PageDeps,
  squad: ListedSquad | undefined,
  { typed, faults = {}, fault }: Shown = {},
): Promise<void> {
  const guild = guildOf(ctx);
  const roles = await readGiveable(deps, guild.id, actorOf(ctx).actor);
  const kept = typed ? undefined : keptForm(ctx);
  const version = fault ? { version: squad?.version } : {};
  const form = typed ?? kept ?? fieldsOf(squad ?? blank);
  show(ctx, deps, templates.form, {
    title: squad ? `Edit ${squad.name}` : 'New squad',
    base: `/admin/guilds/${guild.id}/squads`,
    squad,
    options: offerRoles(roles, { own: squad?.role }),
    form: { version: squad?.version, ...form, ...version },
    faults,
    fault,
    remark: kept && keptNotice,
  });
}

async function submit(ctx: Context, deps: PageDeps, squad: ListedSquad | undefined): Promise<void> {
  const guild = guildOf(ctx);
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, squad, { typed });
  const roles = await readGiveable(deps, guild.id, actorOf(ctx).actor);
  const checked = Typed.superRefine(({ role }, check) => {
    const unfit = role === squad?.role ? undefined : roles.refusalOf(role);
    if (unfit) check.addIssue({ code: 'custom', path: ['role'], message: tellNotTheirs(unfit, role, roles) });
  }).safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, squad, { typed, faults: faultsOf(checked.error) }, 422);
  const draft = checked.data;
  const version = Number(typed.version);
  const changes = diff(squad, draft, roles);
  const base = `/admin/guilds/${guild.id}/squads`;
  if (squad && squad.version !== version && changes.length > 0) return refuseStale(ctx, deps, typed, squad);
  if (squad && changes.length === 0) {
    flash(ctx, typed.step === 'save' ? 'Saved.' : 'Nothing has changed.');
    return seeOther(ctx, `${base}/${squad.id}`);
  }
  if (typed.step !== 'save') {
    const fields = { ...fieldsOf(draft), version: String(typed.version ?? '') };
    const role = { guild: guild.id, role: draft.role, squad: squad?.id ?? null };
    const losing = draft.role === squad?.role ? 0 : await countStaleRoles(deps, role);
    return show(ctx, deps, templates.review, {
      title: 'Review changes',
      base,
      squad,
      path: ctx.path,
      changes,
      losing,
      roleName: roles.nameOf(draft.role),
      fields,
    });
  }
  const saved = squad
    ? await staff.change(deps, guild.id, { id: squad.id, version, changes: draft }, actorOf(ctx))
    : await staff.create(deps, guild.id, draft, actorOf(ctx));
  if (saved.is === 'unknown') throw new AppError('not-found');
  if (saved.is === 'stale') return refuseStale(ctx, deps, typed, saved.squad);
  if (saved.is === 'not-theirs')
    return refuse(
      ctx,
      deps,
      squad,
      { typed, faults: { role: tellNotTheirs(saved, draft.role, roles) } },
      403,
    );
  if (saved.is === 'name-taken' || saved.is === 'role-taken') {
    const same = squad ? undefined : await findSquadByName(deps, guild.id, draft.name);
    if (same && diff(same, draft, roles).length === 0) return seeOther(ctx, `${base}/${same.id}`); // sent twice
    return refuse(ctx, deps, squad, { typed, faults: takenBy(saved) }, 409);
  }
  flash(ctx, squad ? 'Saved.' : `${draft.name} is there. Members join with /squads join.`);
  seeOther(ctx, `${base}/${saved.squad.id}`);
}

function takenBy(taken: Extract<SquadChange, { is: 'name-taken' | 'role-taken' }>): Record<string, string> {
  if (taken.is === 'name-taken') return { name: 'Another squad is called so.' };
  return { role: `It is the role of ${taken.by}.` };
}

async function refuseStale(ctx: Context, deps: PageDeps, typed: Fields, squad: ListedSquad): Promise<void> {
  const roles = await readRoles(deps, guildOf(ctx).id);
  const now = words(squad, roles);
  const fault = `Somebody else has saved this squad meanwhile. Now: ${labels
    .map(({ key, label }) => `${label} ${now[key] || '–'}`)
    .join('; ')}. What you typed is below: check, and save again.`;
  await refuse(ctx, deps, squad, { typed, fault }, 409);
}

async function refuse(
  ctx: Context,
  deps: PageDeps,
  squad: ListedSquad | undefined,
  shown: Shown,
  status: number,
): Promise<void> {
  ctx.status = status;
  await open(ctx, deps, squad, shown);
}

const blank: SquadDraft = {
  name: '',
  description: '',
  role: '',
  active: true,
  capacity: null,
  welcome: null,
};

/** The form in which it would be posted. */
function fieldsOf({
  name,
  description,
  role,
  active,
  capacity,
  welcome,
}: SquadDraft): Record<string, string> {
  return {
    name,
    description,
    role,
    ...(active ? { active: 'on' } : {}),
    capacity: capacity === null ? '' : String(capacity),
    welcome: welcome ?? '',
  };
}

const labels: { key: keyof SquadDraft; label: string }[] = [
  { key: 'name', label: 'Name' },
  { key: 'description', label: 'Description' },
  { key: 'role', label: 'Role' },
  { key: 'active', label: 'Open to join' },
  { key: 'capacity', label: 'Members at most' },
  { key: 'welcome', label: 'Welcome message' },
];

function words(draft: SquadDraft, { nameOf }: GuildRoles): Record<keyof SquadDraft, string> {
  return {
    name: draft.name,
    description: draft.description,
    role: draft.role && `@${nameOf(draft.role) ?? draft.role}`,
    active: draft.active ? 'yes' : 'no',
    capacity: draft.capacity === null ? 'any number' : draft.capacity.toLocaleString('en'),
    welcome: draft.welcome ?? '',
  };
}

function diff(squad: SquadDraft | undefined, draft: SquadDraft, roles: GuildRoles): Change[] {
  const [before, after] = [squad && words(squad, roles), words(draft, roles)];
  return labels
    .filter(({ key }) => (before ? before[key] !== after[key] : after[key] !== ''))
    .map(({ key, label }) => ({ path: key, label, before: before?.[key] ?? '', after: after[key] }));
}
