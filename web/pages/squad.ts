import { z } from 'zod';
import { readParties } from '../../shared/bytes/parties.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { readRoles } from '../../shared/setup/giveable.ts';
import { place, remove, takeOut } from '../../shared/squads/by-staff.ts';
import { listSquadMembers, squadOf } from '../../shared/squads/store.ts';
import { findPeople } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { tellNotTheirs } from '../not-theirs.ts';
import { viewRole } from './role-view.ts';
import { mayChange } from './settings-place.ts';
import { squadIn } from './squad-form.ts';

const templates = {
  squad: new URL('./squad.pug', import.meta.url),
  remove: new URL('./squad-delete.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/squads/:squadId';
const rows = 50;
const mostFound = 10; // people to choose from

/** One squad with its members, whom staff may put in and take out; and its end. */
export const squad: Page[] = [
  { method: 'get', path, access: 'viewer', handle: open },
  { method: 'post', path: `${path}/members`, access: 'moderator', handle: putIn },
  { method: 'post', path: `${path}/members/:userId/remove`, access: 'moderator', handle: putOut },
  { method: 'get', path: `${path}/delete`, access: 'admin', handle: confirm },
  { method: 'post', path: `${path}/delete`, access: 'admin', handle: end },
];

const Query = z.object({
  search: Words,
  after: Snowflake.optional().catch(undefined),
  key: z
    .string()
    .regex(/^\d{1,17}$/)
    .optional()
    .catch(undefined),
});

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const squad = await squadIn(ctx, deps);
  const { search, after, key } = Query.parse(ctx.query);
  const place = after && key ? { user: after, key } : undefined;
  const [members, roles, people] = await Promise.all([
    listSquadMembers(deps, { squad: squad.id, limit: rows + 1, ...(place ? { after: place } : {}) }),
    readRoles(deps, guild.id),
    search ? findPeople(deps, { text: search, only: [guild.id], limit: mostFound }) : [],
  ]);
  const last = members.length > rows ? members[rows - 1] : undefined;
  const base = `/admin/guilds/${guild.id}/squads/${squad.id}`;
  show(ctx, deps, templates.squad, {
    title: squad.name,
    wide: true,
    base,
    squad: { ...squad, role: viewRole(roles, squad.role) },
    members: members.slice(0, rows),
    mayChange: mayChange(ctx),
    search,
    people: await Promise.all(people.map((person) => withSquad(deps, person))),
    first: place && base,
    next: last && withQuery(base, { after: last.user, key: last.key }),
  });
}

async function withSquad(
  deps: PageDeps,
  { user, guild, username, globalName }: Awaited<ReturnType<typeof findPeople>>[number],
) {
  const in_ = await squadOf(deps, guild, user);
  return { user, username, name: globalName || username, squad: in_?.squad, squadName: in_?.name };
}

async function putIn(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const squad = await squadIn(ctx, deps);
  const id = Snowflake.safeParse(formOf(ctx).user).data;
  const user = id ? (await readParties(deps, guild.id, [id])).get(id) : undefined;
  const base = `/admin/guilds/${guild.id}/squads/${squad.id}`;
  if (!user?.member || user.bot) {
    flash(ctx, 'Only members who are still in the guild can be put into a squad, and no bots.');
    return seeOther(ctx, base);
  }
  const order = { user, name: user.name, squad: squad.id };
  const placed = await place(deps, guild.id, order, actorOf(ctx));
  if (placed.is === 'unknown') throw new AppError('not-found');
  if (placed.is === 'not-theirs') {
    flash(ctx, tellNotTheirs(placed, squad.role, await readRoles(deps, guild.id)));
    return seeOther(ctx, base);
  }
  flash(
    ctx,
    placed.is === 'full'
      ? `${squad.name} is full: ${placed.capacity.toLocaleString('en')} at most.`
      : placed.is === 'unchanged'
        ? `${user.name} is in it already.`
        : `${user.name} is in ${squad.name} now${placed.from ? `, and no more in ${placed.from}` : ''}. The roles in Discord follow.`,
  );
  seeOther(ctx, base);
}

async function putOut(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const squad = await squadIn(ctx, deps);
  const id = Snowflake.safeParse(ctx.params.userId).data;
  const user = id ? (await readParties(deps, guild.id, [id])).get(id) : undefined;
  if (!user) throw new AppError('not-found');
  const isOut = await takeOut(deps, guild.id, { user, name: user.name, squad: squad.id }, actorOf(ctx));
  flash(
    ctx,
    isOut ? `${user.name} is in no squad now. The role in Discord follows.` : 'They were not in it any more.',
  );
  seeOther(ctx, `/admin/guilds/${guild.id}/squads/${squad.id}`);
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const [squad, roles] = [await squadIn(ctx, deps), await readRoles(deps, guild.id)];
  const base = `/admin/guilds/${guild.id}/squads`;
  const shown = { ...squad, role: viewRole(roles, squad.role) };
  show(ctx, deps, templates.remove, { title: `Delete ${squad.name}`, base, squad: shown });
}

async function end(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const { id, name } = await squadIn(ctx, deps);
  const base = `/admin/guilds/${guild.id}/squads`;
  const version = Number(formOf(ctx).version ?? -1);
  const removed = await remove(deps, guild.id, { id, version }, actorOf(ctx));
  if (removed.is === 'stale') {
    flash(ctx, 'Somebody else has saved this squad meanwhile: look again.');
    return seeOther(ctx, `${base}/${id}/delete`);
  }
  flash(
    ctx,
    removed.is === 'deleted'
      ? `${name} is deleted. Its members lose the role in Discord soon.`
      : 'It was deleted already.',
  );
  seeOther(ctx, base);
}
