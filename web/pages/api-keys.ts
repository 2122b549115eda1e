import { z } from 'zod';
import { createKey, isUsable, type KeyView, listKeys } from '../../shared/accounts/api-keys.ts';
import { listStaff } from '../../shared/accounts/staff-list.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { hasOnce, newOnce, onceOf, putOnce, takeOnce } from '../http/shown-once.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { readKeyForm, viewKeyForm } from './api-key-form.ts';

const home = '/admin/keys';
const template = new URL('./api-keys.pug', import.meta.url);
const secretTemplate = new URL('./api-key-secret.pug', import.meta.url);

/** Keys for programs: what there is, and a new one. */
export const apiKeys: Page[] = [
  { method: 'get', path: home, access: 'admin', handle: (ctx, deps) => list(ctx, deps) },
  { method: 'post', path: home, access: 'admin', handle: create },
  { method: 'get', path: `${home}/created`, access: 'admin', handle: showSecret },
];

const most = 500; // keys shown
const named = 3; // guilds of a key

const empty = { name: '', scopes: [], reach: 'all', guilds: [], life: '90' };

async function list(ctx: Context, deps: PageDeps, faults: Record<string, string> = {}): Promise<void> {
  const kept = ctx.method === 'POST' ? formOf(ctx) : keptForm(ctx);
  const [keys, accounts, fields] = await Promise.all([
    listKeys(deps, most),
    listStaff(deps),
    viewKeyForm(ctx, deps, { ...empty, ...kept }, true),
  ]);
  const names = await namesIn(deps, keys);
  const makers = new Map(accounts.map(({ id, username }) => [id, username]));
  const parents = new Map(keys.map(({ id, name }) => [id, name]));
  const now = deps.clock();
  show(ctx, deps, template, {
    title: 'API keys',
    wide: true,
    keys: keys.map((key) => ({
      ...key,
      isUsable: isUsable(key, now),
      maker: makers.get(key.createdBy ?? ''),
      parent: key.madeBy && (parents.get(key.madeBy) ?? key.madeBy),
      guildNames: key.guilds?.slice(0, named).map((id) => names.get(id) || id),
      otherGuilds: Math.max(0, (key.guilds?.length ?? 0) - named),
    })),
    ...fields,
    once: newOnce(),
    faults,
    kept: ctx.method === 'GET' && kept ? keptNotice : undefined,
  });
}

/** Of the guilds that the list names, however many there are. */
async function namesIn(deps: PageDeps, keys: readonly KeyView[]): Promise<Map<string, string>> {
  const only = [...new Set(keys.flatMap(({ guilds }) => guilds?.slice(0, named) ?? []))];
  const found = only.length > 0 ? await listGuilds(deps, { only, limit: only.length }) : [];
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Posted to look for guilds, then to be made. */
async function create(ctx: Context, deps: PageDeps): Promise<void> {
  const form = formOf(ctx);
  if (form.step === 'find') return list(ctx, deps);
  const read = readKeyForm(ctx, form, { now: deps.clock() });
  if (read.is === 'faulty') {
    ctx.status = 422;
    return list(ctx, deps, read.faults);
  }
  const once = onceOf(form.once);
  const created = await createKey(deps, read.draft, actorOf(ctx), once);
  if (created.is === 'created')
    await putOnce(deps, ctx, once, JSON.stringify({ secret: created.secret, name: created.key.name }));
  const isWaiting = await hasOnce(deps, ctx, once);
  seeOther(ctx, isWaiting ? `${home}/created?once=${once}` : home);
}

async function showSecret(ctx: Context, deps: PageDeps): Promise<void> {
  const text = await takeOnce(deps, ctx, ctx.query.once);
  if (text === undefined) {
    flash(ctx, 'A key is shown only once. You can make another one.');
    return seeOther(ctx, home);
  }
  const { secret, name } = z.object({ secret: z.string(), name: z.string() }).parse(JSON.parse(text));
  show(ctx, deps, secretTemplate, { title: 'New API key', secret, name });
}
