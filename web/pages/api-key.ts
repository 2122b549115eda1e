import { isUsable, type KeyDraft, type KeyView, readKey } from '../../shared/accounts/api-keys.ts';
import { changeKey, keyStamp } from '../../shared/accounts/change-key.ts';
import { listMadeOf, revokeKey } from '../../shared/accounts/revoke-key.ts';
import { AppError } from '../../shared/core/errors.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, staffOf } from '../middleware/staff.ts';
import { readKeyForm, scopesFor, viewKeyForm } from './api-key-form.ts';
import { diffKeys, listedKeys } from './api-key-words.ts';

const home = '/admin/keys';
const path = `${home}/:keyId`;
const templates = {
  form: new URL('./api-key.pug', import.meta.url),
  revoke: new URL('./api-key-revoke.pug', import.meta.url),
};
const mostNamed = 20; // keys that end with another

/** One key: what there is to change of it, and its end. */
export const apiKey: Page[] = [
  {
    method: 'get',
    path,
    access: 'admin',
    handle: async (ctx, deps) => open(ctx, deps, await keyIn(ctx, deps)),
  },
  { method: 'post', path, access: 'admin', handle: change },
  { method: 'get', path: `${path}/revoke`, access: 'admin', handle: confirm },
  { method: 'post', path: `${path}/revoke`, access: 'admin', handle: revoke },
];

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  /** What somebody else saved meanwhile, beside what was typed. */
  theirs?: { label: string; now: string; typed: string }[];
}

async function open(
  ctx: Context,
  deps: PageDeps,
  key: KeyView,
  { typed, faults = {}, theirs }: Shown = {},
): Promise<void> {
  if (key.revokedAt) return seeOther(ctx, home);
  const kept = typed ? undefined : keptForm(ctx);
  const stored = { ...fieldsOf(key), seen: keyStamp(key) };
  const form = { ...(typed ?? kept ?? stored), ...(theirs ? { seen: stored.seen } : {}) };
  const allowed = scopesFor(ctx);
  const [fields, made] = await Promise.all([
    viewKeyForm(ctx, deps, form, false),
    listMadeOf(deps, key.id, mostNamed + 1),
  ]);
  show(ctx, deps, templates.form, {
    title: key.name,
    key,
    isUsable: isUsable(key, deps.clock()),
    ...fields,
    beyond: key.scopes.filter((scope) => !allowed.includes(scope)),
    made: listedKeys(made, mostNamed),
    faults,
    theirs,
    kept: kept && keptNotice,
  });
}

/** Posted to look for guilds, then to be saved. */
async function change(ctx: Context, deps: PageDeps): Promise<void> {
  const key = await keyIn(ctx, deps);
  const typed = formOf(ctx);
  if (typed.step === 'find') return open(ctx, deps, key, { typed });
  const read = readKeyForm(ctx, typed, { now: deps.clock(), kept: key.expiresAt });
  if (read.is === 'faulty') return refuse(ctx, deps, key, { typed, faults: read.faults }, 422);
  const seen = String(typed.seen);
  if (seen === keyStamp(key) && diffKeys(key, read.draft).length === 0) {
    flash(ctx, 'Nothing has changed.');
    return seeOther(ctx, home);
  }
  const { actor, ...request } = actorOf(ctx);
  const by = { ...request, actor: { ...actor, kind: 'staff' as const, id: staffOf(ctx).id } };
  const changed = await changeKey(deps, key.id, { seen, changes: read.draft }, by);
  if (changed.is === 'unknown') throw new AppError('not-found');
  if (changed.is === 'beyond')
    return refuse(ctx, deps, key, { typed, faults: { scopes: 'Only an owner can give those.' } }, 403);
  if (changed.is === 'stale' && diffKeys(changed.key, read.draft).length > 0)
    return refuse(ctx, deps, changed.key, { typed, theirs: diffKeys(changed.key, read.draft) }, 409);
  flash(
    ctx,
    changed.is === 'revoked' ? 'That key had ended already.' : 'Saved. It holds from the next request on.',
  );
  seeOther(ctx, home);
}

async function refuse(
  ctx: Context,
  deps: PageDeps,
  key: KeyView,
  shown: Shown,
  status: number,
): Promise<void> {
  ctx.status = status;
  await open(ctx, deps, key, shown);
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  const key = await keyIn(ctx, deps);
  if (key.revokedAt) return seeOther(ctx, home);
  const made = await listMadeOf(deps, key.id, mostNamed + 1);
  show(ctx, deps, templates.revoke, { title: 'Revoke a key', key, made: listedKeys(made, mostNamed) });
}

async function revoke(ctx: Context, deps: PageDeps): Promise<void> {
  const { id } = await keyIn(ctx, deps);
  const isRevoked = await revokeKey(deps, id, actorOf(ctx));
  flash(ctx, isRevoked ? 'The key is revoked.' : 'That key had ended already.');
  seeOther(ctx, home);
}

async function keyIn(ctx: Context, deps: PageDeps): Promise<KeyView> {
  const id = RowId.safeParse(ctx.params.keyId).data;
  const key = id === undefined ? undefined : await readKey(deps, id);
  if (!key) throw new AppError('not-found');
  return key;
}

/** The form in which it would be posted. */
function fieldsOf({ name, scopes, guilds }: KeyDraft): Record<string, unknown> {
  return { name, scopes, reach: guilds === null ? 'all' : 'some', guilds: guilds ?? [], life: 'keep' };
}
