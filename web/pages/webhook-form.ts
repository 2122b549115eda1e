import { z } from 'zod';
import { AppError } from '../../shared/core/errors.ts';
import { tellables } from '../../shared/webhooks/events.ts';
import { outOfReach, WebhookUrl } from '../../shared/webhooks/url.ts';
import {
  changeWebhook,
  createWebhook,
  draftOf,
  mostWebhooks,
  type WebhookDraft,
} from '../../shared/webhooks/webhooks.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedLine } from '../http/form.ts';
import { type PageDeps, seeOther, show } from '../http/page.ts';
import { hasOnce, newOnce, onceOf, putOnce } from '../http/shown-once.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { versionOf } from './settings-place.ts';
import { inBothPlaces, placeOf, type WebhookPlace, webhookIn } from './webhook-place.ts';
import { diffWebhook, eventOptions, tellWebhook } from './webhook-view.ts';

const templates = {
  form: new URL('./webhook-form.pug', import.meta.url),
  review: new URL('./webhook-review.pug', import.meta.url),
};

/** A new webhook, and what there is to change of one: typed, looked at, then saved. */
export const webhookForm = inBothPlaces([
  { method: 'get', path: '/new', handle: (ctx, deps) => open(ctx, deps, undefined) },
  { method: 'post', path: '/new', handle: (ctx, deps) => submit(ctx, deps, undefined) },
  {
    method: 'get',
    path: '/:webhookId/edit',
    handle: async (ctx, deps) => open(ctx, deps, await webhookIn(ctx, deps)),
  },
  {
    method: 'post',
    path: '/:webhookId/edit',
    handle: async (ctx, deps) => submit(ctx, deps, await webhookIn(ctx, deps)),
  },
]);

const Typed = z.object({
  name: typedLine({ most: 64 }),
  url: WebhookUrl,
  events: z
    .preprocess(
      listOf,
      z.array(z.enum(tellables, 'Choose from the list.')).min(1, 'Choose what it is told of.'),
    )
    .overwrite((events) => tellables.filter((kind) => events.includes(kind))),
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
  at: WebhookPlace | undefined,
  { typed, faults = {}, fault }: Shown = {},
): void {
  const { base, crumbs } = placeOf(ctx);
  const kept = typed ? undefined : keptForm(ctx);
  const form: Fields = typed ?? kept ?? fieldsOf(at ? at.webhook : blank);
  const version = fault ? at?.webhook.version : (form.version ?? at?.webhook.version);
  show(ctx, deps, templates.form, {
    title: at ? `Edit ${at.webhook.name}` : 'New webhook',
    path: at ? `${at.base}/edit` : `${base}/new`,
    crumbs: at?.crumbs ?? [...crumbs, { href: base, text: 'Webhooks' }],
    form: { ...form, events: listOf(form.events), version },
    once: at ? undefined : onceOf(form.once),
    options: eventOptions,
    allowPrivate: deps.config.WEBHOOKS_PRIVATE,
    faults,
    fault,
    remark: kept && keptNotice,
  });
}

async function submit(ctx: Context, deps: PageDeps, at: WebhookPlace | undefined): Promise<void> {
  const typed = formOf(ctx);
  if (typed.step === 'edit') return open(ctx, deps, at, { typed });
  const checked = Typed.safeParse(typed);
  if (!checked.success) return refuse(ctx, deps, at, { typed, faults: faultsOf(checked.error) }, 422);
  const draft = checked.data;
  const why = draft.url === at?.webhook.url ? undefined : outOfReach(draft.url, deps.config.WEBHOOKS_PRIVATE);
  if (why) return refuse(ctx, deps, at, { typed, faults: { url: why } }, 422);
  if (at) return change(ctx, deps, at, { typed, draft });
  if (typed.step !== 'save') return review(ctx, deps, undefined, { typed, draft });
  await create(ctx, deps, { typed, draft });
}

interface Checked {
  typed: Fields;
  draft: WebhookDraft;
}

function review(ctx: Context, deps: PageDeps, at: WebhookPlace | undefined, { typed, draft }: Checked): void {
  const { base, crumbs } = placeOf(ctx);
  const kept = at ? { version: String(versionOf(typed.version) ?? 0) } : { once: onceOf(typed.once) };
  show(ctx, deps, templates.review, {
    title: at ? 'Review changes' : 'Review the webhook',
    path: ctx.path,
    crumbs: at?.crumbs ?? [...crumbs, { href: base, text: 'Webhooks' }],
    changes: diffWebhook(at && draftOf(at.webhook), draft),
    fields: { ...fieldsOf(draft), ...kept },
  });
}

async function change(
  ctx: Context,
  deps: PageDeps,
  at: WebhookPlace,
  { typed, draft }: Checked,
): Promise<void> {
  const { webhook, place, base } = at;
  if (diffWebhook(draftOf(webhook), draft).length === 0) {
    flash(ctx, typed.step === 'save' ? 'Saved.' : 'Nothing has changed.');
    return seeOther(ctx, base);
  }
  const version = versionOf(typed.version) ?? 0;
  if (webhook.version !== version) return refuseStale(ctx, deps, at, typed);
  if (typed.step !== 'save') return review(ctx, deps, at, { typed, draft });
  const order = { id: webhook.id, version, changes: draft };
  const changed = await changeWebhook(deps, place, order, actorOf(ctx));
  if (changed.is === 'unknown') throw new AppError('not-found');
  if (changed.is === 'stale') return refuseStale(ctx, deps, { ...at, webhook: changed.webhook }, typed);
  if (changed.is !== 'changed') return refuse(ctx, deps, at, { typed, faults: faultIn(changed) }, 409);
  flash(ctx, 'Saved.');
  seeOther(ctx, base);
}

async function create(ctx: Context, deps: PageDeps, { typed, draft }: Checked): Promise<void> {
  const { place, base } = placeOf(ctx);
  const once = onceOf(typed.once);
  const made = await createWebhook(deps, place, draft, actorOf(ctx));
  if (made.is === 'created') {
    const { id, name } = made.webhook;
    await putOnce(deps, ctx, once, JSON.stringify({ secret: made.secret, name, id }));
    return seeOther(ctx, `${base}/secret?once=${once}`);
  }
  if (made.is === 'name-taken' && (await hasOnce(deps, ctx, once)))
    return seeOther(ctx, `${base}/secret?once=${once}`); // sent twice
  if (made.is === 'too-many') {
    const fault = `There are ${mostWebhooks} webhooks: no more fit. Remove one first.`;
    return refuse(ctx, deps, undefined, { typed: { ...typed, once: newOnce() }, fault }, 409);
  }
  refuse(ctx, deps, undefined, { typed, faults: faultIn(made) }, 409);
}

function faultIn(
  refused: { is: 'name-taken' } | { is: 'out-of-reach'; why: string },
): Record<string, string> {
  return refused.is === 'out-of-reach'
    ? { url: refused.why }
    : { name: 'Another webhook has this name: change that one.' };
}

function refuseStale(ctx: Context, deps: PageDeps, at: WebhookPlace, typed: Fields): void {
  const fault = `Somebody else has saved this webhook meanwhile. Now: ${tellWebhook(at.webhook)}. What you typed is below: check, and save again.`;
  refuse(ctx, deps, at, { typed, fault }, 409);
}

function refuse(
  ctx: Context,
  deps: PageDeps,
  at: WebhookPlace | undefined,
  shown: Shown,
  status: number,
): void {
  ctx.status = status;
  open(ctx, deps, at, shown);
}

const blank: WebhookDraft = { name: '', url: '', events: [], enabled: true };

/** The form in which it would be posted. */
function fieldsOf({ name, url, events, enabled }: WebhookDraft): Record<string, string | string[]> {
  return { name, url, events: [...events], ...(enabled ? { enabled: 'on' } : {}) };
}

/** What was ticked: nothing, one, or a list. */
function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return typeof value === 'object' && value !== null ? Object.values(value) : [value];
}
