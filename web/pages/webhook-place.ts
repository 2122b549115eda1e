import { AppError } from '../../shared/core/errors.ts';
import { findWebhook, type Place, type Webhook } from '../../shared/webhooks/webhooks.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import type { Page, PageDeps } from '../http/page.ts';

type PlacedPage = Pick<Page, 'method' | 'handle'> & { path: string };

/** Webhooks are of a guild, for its admins, or of every guild: the same pages in both places. `path`: below them. */
export function inBothPlaces(pages: readonly PlacedPage[]): Page[] {
  return ['/admin/webhooks', '/admin/guilds/:guildId/webhooks'].flatMap((base) =>
    pages.map(({ path, ...rest }): Page => ({ ...rest, path: `${base}${path}`, access: 'admin' })),
  );
}

/** Where a request is: the place, the address of its list, and the way there. */
export function placeOf(ctx: Context): { place: Place; base: string; crumbs: Crumb[] } {
  const { guild } = ctx.state;
  if (!guild) return { place: null, base: '/admin/webhooks', crumbs: [] };
  const above = `/admin/guilds/${guild.id}`;
  const crumbs = [
    { href: '/admin', text: 'Guilds' },
    { href: above, text: guild.name || 'Unnamed guild' },
  ];
  return { place: guild.id, base: `${above}/webhooks`, crumbs };
}

interface Crumb {
  href: string;
  text: string;
}

export interface WebhookPlace {
  webhook: Webhook;
  place: Place;
  /** The addresses of the list and of the webhook. */
  list: string;
  base: string;
  /** To the webhook's page; `above`: to the list. */
  crumbs: Crumb[];
  above: Crumb[];
}

/** The webhook that the path names. */
export async function webhookIn(ctx: Context, deps: PageDeps): Promise<WebhookPlace> {
  const { place, base: list, crumbs } = placeOf(ctx);
  const id = RowId.safeParse(ctx.params.webhookId).data;
  const webhook = id ? await findWebhook(deps, place, id) : undefined;
  if (!webhook) throw new AppError('not-found');
  const base = `${list}/${webhook.id}`;
  const above = [...crumbs, { href: list, text: 'Webhooks' }];
  return { webhook, place, list, base, above, crumbs: [...above, { href: base, text: webhook.name }] };
}
