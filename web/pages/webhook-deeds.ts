import { z } from 'zod';
import { AppError } from '../../shared/core/errors.ts';
import { mostReplayed, replayFailed, sendPing } from '../../shared/webhooks/replay.ts';
import { originOf } from '../../shared/webhooks/url.ts';
import { removeWebhook, renewSecret } from '../../shared/webhooks/webhooks.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type PageDeps, seeOther, show } from '../http/page.ts';
import { hasOnce, newOnce, onceOf, putOnce, takeOnce } from '../http/shown-once.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { versionOf } from './settings-place.ts';
import { inBothPlaces, placeOf, webhookIn } from './webhook-place.ts';

const templates = {
  remove: new URL('./webhook-remove.pug', import.meta.url),
  renew: new URL('./webhook-renew.pug', import.meta.url),
  replay: new URL('./webhook-replay.pug', import.meta.url),
  secret: new URL('./webhook-secret.pug', import.meta.url),
};
const meanwhile = 'Somebody else has saved this webhook meanwhile: look again.';

/** What is done to a webhook without a form, each after it was asked for; and its secret, once. */
export const webhookDeeds = inBothPlaces([
  { method: 'get', path: '/secret', handle: showSecret },
  {
    method: 'get',
    path: '/:webhookId/secret',
    handle: (ctx, deps) => confirm(ctx, deps, 'renew', 'New secret'),
  },
  { method: 'post', path: '/:webhookId/secret', handle: renew },
  {
    method: 'get',
    path: '/:webhookId/remove',
    handle: (ctx, deps) => confirm(ctx, deps, 'remove', 'Remove a webhook'),
  },
  { method: 'post', path: '/:webhookId/remove', handle: remove },
  {
    method: 'get',
    path: '/:webhookId/replay',
    handle: (ctx, deps) => confirm(ctx, deps, 'replay', 'Send again'),
  },
  { method: 'post', path: '/:webhookId/replay', handle: replay },
  { method: 'post', path: '/:webhookId/test', handle: test },
]);

async function confirm(
  ctx: Context,
  deps: PageDeps,
  what: keyof typeof templates,
  title: string,
): Promise<void> {
  const found = await webhookIn(ctx, deps);
  show(ctx, deps, templates[what], {
    title,
    ...found,
    address: originOf(found.webhook.url),
    once: newOnce(),
    most: mostReplayed,
  });
}

async function renew(ctx: Context, deps: PageDeps): Promise<void> {
  const { webhook, place, base, list } = await webhookIn(ctx, deps);
  const form = formOf(ctx);
  const once = onceOf(form.once);
  const order = { id: webhook.id, version: versionOf(form.version) ?? 0 };
  const renewed = await renewSecret(deps, place, order, actorOf(ctx));
  if (renewed.is === 'unknown') throw new AppError('not-found');
  if (renewed.is === 'renewed') {
    const { id, name } = webhook;
    await putOnce(deps, ctx, once, JSON.stringify({ secret: renewed.secret, name, id }));
  } else if (!(await hasOnce(deps, ctx, once))) {
    flash(ctx, meanwhile);
    return seeOther(ctx, `${base}/secret`);
  }
  seeOther(ctx, `${list}/secret?once=${once}`);
}

const example = [
  "const key = Buffer.from(secret.slice('whsec_'.length), 'base64')",
  "const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')",
  "const expected = 'v1,' + createHmac('sha256', key).update(signed).digest('base64')",
].join('\n');

const Shown = z.object({ secret: z.string(), name: z.string(), id: z.string() });

async function showSecret(ctx: Context, deps: PageDeps): Promise<void> {
  const { base, crumbs } = placeOf(ctx);
  const text = await takeOnce(deps, ctx, ctx.query.once);
  if (text === undefined) {
    flash(ctx, 'A secret is shown only once. You can make a new one.');
    return seeOther(ctx, base);
  }
  const { secret, name, id } = Shown.parse(JSON.parse(text));
  const title = `Secret of ${name}`;
  show(ctx, deps, templates.secret, {
    title,
    secret,
    name,
    example,
    base: `${base}/${id}`,
    crumbs: [...crumbs, { href: base, text: 'Webhooks' }],
  });
}

async function remove(ctx: Context, deps: PageDeps): Promise<void> {
  const { webhook, place, base, list } = await webhookIn(ctx, deps);
  const order = { id: webhook.id, version: versionOf(formOf(ctx).version) ?? 0 };
  const removed = await removeWebhook(deps, place, order, actorOf(ctx));
  if (removed.is === 'stale') {
    flash(ctx, meanwhile);
    return seeOther(ctx, `${base}/remove`);
  }
  flash(
    ctx,
    removed.is === 'removed' ? `“${webhook.name}” is told nothing more.` : 'It was removed already.',
  );
  seeOther(ctx, list);
}

async function replay(ctx: Context, deps: PageDeps): Promise<void> {
  const { webhook, base } = await webhookIn(ctx, deps);
  const replayed = await replayFailed(deps, webhook, actorOf(ctx));
  const many = replayed.toLocaleString('en');
  flash(
    ctx,
    replayed === 0
      ? 'Nothing had failed.'
      : replayed === 1
        ? 'One delivery is sent again.'
        : `${many} deliveries are sent again.`,
  );
  seeOther(ctx, base);
}

/** A form that is posted twice sends one, and so do many while none got through. */
async function test(ctx: Context, deps: PageDeps): Promise<void> {
  const { webhook, base } = await webhookIn(ctx, deps);
  await sendPing(deps, webhook, onceOf(formOf(ctx).once), actorOf(ctx));
  flash(ctx, 'A test is being sent: reload in a moment to see what came of it.');
  seeOther(ctx, base);
}
