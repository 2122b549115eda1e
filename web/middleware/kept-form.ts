import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Context, Deps } from '../context.ts';
import { formOf } from '../http/form.ts';
import { pageOfPanel } from '../http/next.ts';
import { ownOrigin } from '../http/own-origin.ts';
import { openSession } from './session.ts';

/** For a form that shows kept values in place of the stored ones. */
export const keptNotice = 'Your session had ended. Nothing was saved yet: check and save again.';

export type KeptFields = Record<string, string | string[]>;

const life = 30 * MINUTE;
const patience = 2 * SECOND;
const most = { bytes: 64 * 1024, fields: 500, forms: 5 };
/** What is never kept: secrets by their names, and every field of the pages that ask for a password. */
const secretName = /password|secret|code|token|_csrf/i;
const secretPath = /^\/admin\/(login|password)/;

const Kept = z.object({
  path: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

type Parts = Pick<Deps, 'redis' | 'clock' | 'config'>;

/**
 * Keeps what was posted for half an hour, for the visitor who posted it: the id alone is worth nothing in another
 * browser, so that nobody fills in a form for somebody else. Answers the page of the form, which shows it once.
 */
export async function keepForm(
  ctx: Context,
  { redis, clock, config }: Parts,
): Promise<{ page: string; isKept: boolean }> {
  const page = new URL(pageOf(ctx, config), base);
  if (page.searchParams.has('kept')) page.searchParams.delete('kept'); // it came with an earlier one
  const fields = fieldsOf(ctx);
  if (!fields) return { page: page.pathname + page.search, isKept: false };
  const id = randomBytes(16).toString('base64url');
  const text = JSON.stringify({ path: page.pathname, fields });
  await within(patience, redis.set(keys.keptForm(id), text, 'PX', life));
  const session = openSession(ctx, clock);
  session.kept = [...(session.kept ?? []), id].slice(-most.forms);
  page.searchParams.set('kept', id);
  return { page: page.pathname + page.search, isKept: true };
}

/**
 * What this visitor had posted to this page after the session had ended, once; names are as posted (`a[b]` is not taken
 * apart), and what was posted several times is a list. Undefined for every other request.
 */
export function keptForm(ctx: Context): KeptFields | undefined {
  const kept = loaded.get(ctx);
  if (!kept) return undefined;
  kept.isUsed = true;
  return kept.fields;
}

/** Looks up what the query names before the page asks for it; forgets it once the page has. */
export async function serveKeptForm(
  ctx: Context,
  { redis }: Pick<Deps, 'redis'>,
  next: () => Promise<unknown>,
): Promise<void> {
  const { kept: id } = ctx.query;
  if (typeof id !== 'string' || !ctx.session?.kept?.includes(id)) return void (await next());
  const text = await within(patience, redis.get(keys.keptForm(id)));
  const kept = text === null ? undefined : Kept.parse(JSON.parse(text));
  if (kept?.path === ctx.path) loaded.set(ctx, { fields: kept.fields, isUsed: false });
  await next();
  if (!loaded.get(ctx)?.isUsed) return;
  await within(patience, redis.del(keys.keptForm(id)));
  if (ctx.session) ctx.session.kept = ctx.session.kept?.filter((other) => other !== id);
}

/** What was found for a request that is under way. */
const loaded = new WeakMap<Context, { fields: KeptFields; isUsed: boolean }>();

/** Undefined where there is nothing to keep, or too much of it. */
function fieldsOf(ctx: Context): KeptFields | undefined {
  const { rawBody = '' } = ctx.request;
  if (secretPath.test(ctx.path) || Buffer.byteLength(rawBody) > most.bytes) return undefined;
  const posted = [...new URLSearchParams(rawBody)].filter(
    ([name]) => !secretName.test(name) && name !== '_page',
  );
  if (posted.length === 0 || posted.length > most.fields) return undefined;
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of posted) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}

/** Where the form stands: what it says itself, else the page the browser came from, else where it was posted to. */
function pageOf(ctx: Context, config: Parts['config']): string {
  return (
    pageOfPanel(formOf(ctx)._page) ?? pageOfPanel(refererOf(ctx, config)) ?? pageOfPanel(ctx.path) ?? '/admin'
  );
}

function refererOf(ctx: Context, config: Parts['config']): string | undefined {
  const referer = ctx.get('Referer');
  if (!URL.canParse(referer)) return undefined;
  const { origin, pathname, search } = new URL(referer);
  return origin === ownOrigin(ctx, config) ? pathname + search : undefined;
}

const base = 'http://panel.invalid';
