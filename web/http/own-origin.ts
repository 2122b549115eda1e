import type { Context, Deps } from '../context.ts';

/**
 * Whether a page of ours made the request, as browsers tell and pages cannot make them: by `Sec-Fetch-Site`, which is
 * sent over https and to this very machine, else by `Origin`. Where neither is sent, it is not known to be ours.
 */
export function isFromHere(ctx: Context, { WEB_ORIGIN }: Pick<Deps['config'], 'WEB_ORIGIN'>): boolean {
  const site = ctx.get('Sec-Fetch-Site');
  if (site) return site === 'same-origin' || site === 'none';
  return ctx.get('Origin') === ownOrigin(ctx, { WEB_ORIGIN });
}

/** The origin people see. */
export function ownOrigin(ctx: Context, { WEB_ORIGIN }: Pick<Deps['config'], 'WEB_ORIGIN'>): string {
  // Koa's own `ctx.origin` is what the request says of itself.
  return WEB_ORIGIN ? new URL(WEB_ORIGIN).origin : `${ctx.protocol}://${ctx.host}`;
}
