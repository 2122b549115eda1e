import { listWebhooks, mostWebhooks } from '../../shared/webhooks/webhooks.ts';
import type { Context } from '../context.ts';
import { type PageDeps, show } from '../http/page.ts';
import { inBothPlaces, placeOf } from './webhook-place.ts';
import { viewWebhook } from './webhook-view.ts';

const template = new URL('./webhooks.pug', import.meta.url);

/** The addresses that are told of what happens: in a guild, or in all of them. */
export const webhooks = inBothPlaces([{ method: 'get', path: '', handle: list }]);

async function list(ctx: Context, deps: PageDeps): Promise<void> {
  const { place, base, crumbs } = placeOf(ctx);
  const known = await listWebhooks(deps, place);
  show(ctx, deps, template, {
    title: 'Webhooks',
    wide: true,
    base,
    crumbs,
    isEverywhere: place === null,
    webhooks: known.map((webhook) => viewWebhook(webhook, base)),
    most: mostWebhooks,
  });
}
