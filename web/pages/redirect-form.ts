import { z } from 'zod';
import { mostRedirects } from '../../shared/analytics/rolled-stats.ts';
import { AppError } from '../../shared/core/errors.ts';
import { oneLine } from '../../shared/core/plain-text.ts';
import { RedirectName } from '../../shared/redirects/name.ts';
import {
  changeRedirect,
  createRedirect,
  draftOf,
  findByName,
  longestNote,
  type Redirect,
  type RedirectDraft,
} from '../../shared/redirects/redirects.ts';
import { RedirectTarget } from '../../shared/redirects/target.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedText } from '../http/form.ts';
import { ownHosts } from '../http/own-hosts.ts';
import { ownOrigin } from '../http/own-origin.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { redirectIn } from './redirect-place.ts';
import { diffRedirect, tellRedirect } from './redirect-view.ts';
import { versionOf } from './settings-place.ts';

const templates = {
  form: new URL('./redirect-form.pug', import.meta.url),
  review: new URL('./redirect-review.pug', import.meta.url),
};
const path = '/admin/redirects';

/** A new short link, and what there is to change of one: typed, looked at, then saved. */
export const redirectForm: Page[] = [
  { method: 'get', path: `${path}/new`, access: 'admin', handle: (ctx, deps) => open(ctx, deps, undefined) },
  {
    method: 'post',
    path: `${path}/new`,
    access: 'admin',
    handle: (ctx, deps) => submit(ctx, deps, undefined),
  },
  {
    method: 'get',
    path: `${path}/:redirectId/edit`,
    access: 'admin',
    handle: async (ctx, deps) => open(ctx, deps, await redirectIn(ctx, deps)),
  },
  {
    method: 'post',
    path: `${path}/:redirectId/edit`,
    access: 'admin',
    handle: async (ctx, deps) => submit(ctx, deps, await redirectIn(ctx, deps)),
  },
];

const Typed = z.object({
  name: RedirectName,
  target: RedirectTarget,
  note: typedText({ least: 0, most: longestNote }).transform(oneLine).default(''),
  enabled: z.literal('on').optional().transform(Boolean),
});

type Fields = Record<string, unknown>;
interface Shown {
  typed?: Fields;
  faults?: Record<string, string>;
  fault?: string;
}

function open(
  ctx: Context,
  deps: PageDeps,
  redirect: Redirect | undefined,
  { typed, faults = {}, fault }: Shown = {},
): void {
  const kept = typed ? undefined : keptForm(ctx);
  const form = typed ?? kept ?? fieldsOf(redirect ?? blank);
  show(ctx, deps, templates.form, {
    title: redirect ? `Edit /${redirect.name}` : 'New short link',
    redirect,
    origin: ownOrigin(ctx, deps.config),
    form: { version: redirect?.version, ...form, ...(fault ? { version: redirect?.version } : {}) },
    faults,
    fault,
    remark: kept && keptNotice,
  });
}

async function submit(ctx: Context, deps: PageDeps, redirect: Redirect | undefined): Promise<void> {
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, redirect, { typed });
  const checked = Typed.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, redirect, { typed, faults: faultsOf(checked.error) }, 422);
  const draft = checked.data;
  const changes = diffRedirect(redirect && draftOf(redirect), draft);
  if (redirect && changes.length === 0) {
    flash(ctx, typed.step === 'save' ? 'Saved.' : 'Nothing has changed.');
    return seeOther(ctx, `${path}/${redirect.id}`);
  }
  const version = versionOf(typed.version) ?? 0;
  if (redirect && redirect.version !== version) return refuseStale(ctx, deps, typed, redirect);
  if (typed.step !== 'save') {
    const fields = { ...fieldsOf(draft), version: String(version) };
    const shown = { title: 'Review changes', path: ctx.path, redirect, changes, fields };
    return show(ctx, deps, templates.review, shown);
  }
  const by = { ...actorOf(ctx), hosts: ownHosts(ctx, deps.config) };
  const saved = redirect
    ? await changeRedirect(deps, { id: redirect.id, version, changes: draft }, by)
    : await createRedirect(deps, draft, by);
  if (saved.is === 'unknown') throw new AppError('not-found');
  if (saved.is === 'stale') return refuseStale(ctx, deps, typed, saved.redirect);
  if (saved.is === 'created' || saved.is === 'changed') {
    flash(ctx, redirect ? 'Saved.' : `/${draft.name} can be followed from now on.`);
    return seeOther(ctx, `${path}/${saved.redirect.id}`);
  }
  const twin = saved.is === 'name-taken' && !redirect && (await findByName(deps, draft.name));
  if (twin && diffRedirect(draftOf(twin), draft).length === 0) return seeOther(ctx, `${path}/${twin.id}`); // sent twice
  await refuse(ctx, deps, redirect, { typed, ...refusals[saved.is] }, 409);
}

const refusals = {
  'name-taken': { faults: { name: 'Another short link has this name: change that one.' } },
  'leads-back': {
    faults: { target: 'It is on this very site: a link that leads back here could go round for ever.' },
  },
  'too-many': { fault: `There are ${mostRedirects.toLocaleString('en')} short links: no more fit.` },
} satisfies Record<string, Shown>;

function refuseStale(ctx: Context, deps: PageDeps, typed: Fields, redirect: Redirect): void {
  const fault = `Somebody else has saved this short link meanwhile. Now: ${tellRedirect(redirect)}. What you typed is below: check, and save again.`;
  refuse(ctx, deps, redirect, { typed, fault }, 409);
}

function refuse(
  ctx: Context,
  deps: PageDeps,
  redirect: Redirect | undefined,
  shown: Shown,
  status: number,
): void {
  ctx.status = status;
  open(ctx, deps, redirect, shown);
}

const blank: RedirectDraft = { name: '', target: '', note: '', enabled: true };

/** The form in which it would be posted. */
function fieldsOf({ name, target, note, enabled }: RedirectDraft): Record<string, string> {
  return { name, target, note, ...(enabled ? { enabled: 'on' } : {}) };
}
