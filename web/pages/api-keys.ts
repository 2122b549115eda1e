import { z } from 'zod';
import {
  createKey,
  isUsable,
  type KeyDraft,
  listKeys,
  readKey,
  revokeKey,
} from '../../shared/accounts/api-keys.ts';
import { hasRole } from '../../shared/accounts/rules.ts';
import { roleForScope } from '../../shared/accounts/scopes.ts';
import { listStaff } from '../../shared/accounts/staff-list.ts';
import { DAY } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import { apiScopes } from '../api/index.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { hasOnce, newOnce, onceOf, putOnce, takeOnce } from '../http/shown-once.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, staffOf } from '../middleware/staff.ts';

const home = '/admin/keys';
const template = new URL('./api-keys.pug', import.meta.url);
const revokeTemplate = new URL('./api-key-revoke.pug', import.meta.url);
const secretTemplate = new URL('./api-key-secret.pug', import.meta.url);

/** Keys for programs: what there is, a new one, the end of one. */
export const apiKeys: Page[] = [
  { method: 'get', path: home, access: 'admin', handle: (ctx, deps) => list(ctx, deps) },
  { method: 'post', path: home, access: 'admin', handle: create },
  { method: 'get', path: `${home}/created`, access: 'admin', handle: showSecret },
  { method: 'get', path: `${home}/:keyId/revoke`, access: 'admin', handle: confirm },
  { method: 'post', path: `${home}/:keyId/revoke`, access: 'admin', handle: revoke },
];

const most = 500; // keys and guilds shown
const named = 3; // guilds of a key
const lives: Record<string, number | null> = { '30': 30 * DAY, '90': 90 * DAY, '365': 365 * DAY, none: null };

/** A list, whether one or several were ticked. */
const many = <S extends z.ZodType>(item: S) => z.preprocess(listOf, z.array(item).max(most));

const Draft = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give it a name.')
    .max(64, '64 characters are the most.')
    .refine((text) => !text.includes('\0'), 'It holds a character that cannot be stored.'),
  scopes: many(z.enum(apiScopes, 'Choose from the list.')).refine(
    (scopes) => scopes.length > 0,
    'Choose what it may do.',
  ),
  reach: z.enum(['all', 'some'], 'Choose which guilds it reaches.'),
  guilds: many(Snowflake),
  life: z.enum(Object.keys(lives), 'Choose how long it lasts.'),
});
const ready = Draft.refine(({ reach, guilds }) => reach === 'all' || guilds.length > 0, {
  path: ['guilds'],
  message: 'Choose at least one guild.',
});

const empty = { name: '', scopes: [], reach: 'all', guilds: [], life: '90' };

async function list(ctx: Context, deps: PageDeps, faults: Record<string, string> = {}): Promise<void> {
  const kept = ctx.method === 'POST' ? formOf(ctx) : keptForm(ctx);
  const [keys, guilds, accounts] = await Promise.all([
    listKeys(deps, most),
    listGuilds(deps, { limit: most }),
    listStaff(deps),
  ]);
  const names = new Map(guilds.map(({ id, name }) => [id, name || id]));
  const makers = new Map(accounts.map(({ id, username }) => [id, username]));
  const now = deps.clock();
  show(ctx, deps, template, {
    title: 'API keys',
    keys: keys.map((key) => ({
      ...key,
      isUsable: isUsable(key, now),
      maker: makers.get(key.createdBy ?? ''),
      guildNames: key.guilds?.slice(0, named).map((id) => names.get(id) ?? id),
      otherGuilds: Math.max(0, (key.guilds?.length ?? 0) - named),
    })),
    guilds: guilds.map(({ id, name }) => ({ value: id, text: name || id, hint: name ? id : '' })),
    ...groupScopes(scopesFor(ctx)),
    form: { ...empty, ...kept, scopes: listOf(kept?.scopes), guilds: listOf(kept?.guilds) },
    once: newOnce(),
    faults,
    kept: ctx.method === 'GET' && kept ? keptNotice : undefined,
  });
}

/** What a key of this account may hold. */
function scopesFor(ctx: Context): string[] {
  const { role } = staffOf(ctx);
  return apiScopes.filter((scope) => hasRole(role, roleForScope(scope)));
}

/** Those that need words, one below the other; all others as a table of what may be read and written. */
function groupScopes(scopes: readonly string[]) {
  const general = scopes.filter((scope) => words[scope] !== undefined);
  const resources = new Map<string, string[]>();
  for (const scope of scopes.filter((one) => words[one] === undefined)) {
    const [resource = '', verb = ''] = scope.split(':');
    resources.set(resource, [...(resources.get(resource) ?? []), verb]);
  }
  return {
    general: general.map((scope) => ({ value: scope, text: scope, help: words[scope] })),
    resources: [...resources]
      .map(([resource, verbs]) => ({ resource, verbs }))
      .toSorted((a, b) => (a.resource < b.resource ? -1 : 1)),
  };
}

const words: Record<string, string> = {
  read: 'Everything that can be read, the log of changes included; but no accounts, keys and personal data',
  write:
    'Everything that can be changed, within the limits that members have; but no accounts, keys and personal data',
  'keys:read': 'All keys, without their secrets; while you are an admin',
  'keys:write': 'Makes, changes and revokes keys, within its own scopes; while you are an admin',
  'privacy:read': 'All that is kept of a person, as one archive',
  'privacy:write': 'Makes all that is kept of a person nobody’s, for good',
  'staff:read': 'The accounts of this panel and their sessions; while you are an owner',
  'staff:write': 'Makes, changes and resets accounts that can do no more than it may; while you are an owner',
  'bytes:override': 'Transfers beyond all limits, and bytes given or taken as staff do',
};

async function create(ctx: Context, deps: PageDeps): Promise<void> {
  const form = formOf(ctx);
  const draft = ready.safeParse(form);
  const faults = (draft.error?.issues ?? []).map(({ path, message }) => [String(path[0]), message] as const);
  if (!draft.success) return refuse(ctx, deps, Object.fromEntries(faults.toReversed()));
  const allowed = scopesFor(ctx);
  if (!draft.data.scopes.every((scope) => allowed.includes(scope)))
    return refuse(ctx, deps, { scopes: 'Only an owner can give those.' });
  const once = onceOf(form.once);
  const created = await createKey(deps, toDraft(draft.data, deps.clock()), actorOf(ctx), once);
  if (created.is === 'created')
    await putOnce(deps, ctx, once, JSON.stringify({ secret: created.secret, name: created.key.name }));
  const isWaiting = await hasOnce(deps, ctx, once);
  seeOther(ctx, isWaiting ? `${home}/created?once=${once}` : home);
}

async function refuse(ctx: Context, deps: PageDeps, faults: Record<string, string>): Promise<void> {
  ctx.status = 422;
  await list(ctx, deps, faults);
}

function toDraft({ name, scopes, reach, guilds, life }: z.output<typeof Draft>, now: number): KeyDraft {
  const ms = lives[life] ?? null;
  return {
    name,
    scopes: [...new Set(scopes)],
    guilds: reach === 'all' ? null : [...new Set(guilds)],
    expiresAt: ms === null ? null : new Date(now + ms),
  };
}

async function showSecret(ctx: Context, deps: PageDeps): Promise<void> {
  const text = await takeOnce(deps, ctx, ctx.query.once);
  if (text === undefined) {
    flash(ctx, 'A key is shown only once. You can make another one.');
    return seeOther(ctx, home);
  }
  const { secret, name } = z.object({ secret: z.string(), name: z.string() }).parse(JSON.parse(text));
  show(ctx, deps, secretTemplate, { title: 'New API key', secret, name });
}

async function confirm(ctx: Context, deps: PageDeps): Promise<void> {
  const key = await readKey(deps, idOf(ctx));
  if (!key) throw new AppError('not-found');
  if (key.revokedAt) return seeOther(ctx, home);
  show(ctx, deps, revokeTemplate, { title: 'Revoke a key', key });
}

async function revoke(ctx: Context, deps: PageDeps): Promise<void> {
  const isRevoked = await revokeKey(deps, idOf(ctx), actorOf(ctx));
  flash(ctx, isRevoked ? 'The key is revoked.' : 'That key had ended already.');
  seeOther(ctx, home);
}

function idOf(ctx: Context): string {
  const id = RowId.safeParse(ctx.params.keyId);
  if (!id.success) throw new AppError('not-found');
  return id.data;
}

/** What was ticked: nothing, one, a list, or, beyond twenty, an object with numbers for names, as qs makes it. */
function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return typeof value === 'object' && value !== null ? Object.values(value) : [value];
}
