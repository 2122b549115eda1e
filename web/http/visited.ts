import type { Context } from '../context.ts';

/** The path of a request as it may be written down: what lets somebody in is left out. */
export function pathOf({ path }: Pick<Context, 'path'>): string {
  return path.replace(/^(\/enter\/|\/mycases\/).+/, '$1…');
}

/** The same for records, which are kept for months: it does not say of whom a page was. */
export function recordedPathOf(ctx: Pick<Context, 'path'>): string {
  return pathOf(ctx).replace(/(\/(?:users|members)\/)\d{13,}/, '$1:userId');
}

/** The matched route; `none` where nothing matched. */
export function routeOf(ctx: Context): string {
  if (ctx.state.route) return ctx.state.route;
  const matched: unknown = '_matchedRoute' in ctx ? ctx._matchedRoute : undefined;
  return typeof matched === 'string' ? matched : 'none';
}
