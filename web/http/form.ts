import type { Context } from '../context.ts';

/** The fields of a posted form, not trusted: parse them with zod. */
export function formOf(ctx: Context): Record<string, unknown> {
  const { body } = ctx.request;
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
