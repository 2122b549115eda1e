import { z } from 'zod';
import type { KeyDraft } from '../../shared/accounts/api-keys.ts';
import { hasRole } from '../../shared/accounts/rules.ts';
import { roleForScope } from '../../shared/accounts/scopes.ts';
import { DAY } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import { apiScopes } from '../api/index.ts';
import type { Context } from '../context.ts';
import { faultsOf } from '../http/form.ts';
import type { PageDeps } from '../http/page.ts';
import { Words } from '../http/query.ts';
import { staffOf } from '../middleware/staff.ts';
import { scopeWords } from './scope-words.ts';

const most = 500; // guilds or scopes of a key
const choices = 50; // of guilds that are offered; a search finds others
const lives: Record<string, number | null> = { '30': 30 * DAY, '90': 90 * DAY, '365': 365 * DAY, none: null };
const lifeOptions = [
  { value: '30', text: '30 days' },
  { value: '90', text: '90 days' },
  { value: '365', text: 'One year' },
  { value: 'none', text: 'Until it is revoked' },
];

/** A list, whether one or several were ticked. */
const many = <S extends z.ZodType>(item: S) => z.preprocess(listOf, z.array(item).max(most));

const Typed = z
  .object({
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
    life: z.enum([...Object.keys(lives), 'keep'], 'Choose how long it lasts.'),
  })
  .refine(({ reach, guilds }) => reach === 'all' || guilds.length > 0, {
    path: ['guilds'],
    message: 'Choose at least one guild.',
  });

type Fields = Record<string, unknown>;
export type Read = { is: 'draft'; draft: KeyDraft } | { is: 'faulty'; faults: Record<string, string> };

/** What a form asks for; `kept`: the end that is kept, of a key that is changed. */
export function readKeyForm(
  ctx: Context,
  form: Fields,
  { now, kept }: { now: number; kept?: Date | null },
): Read {
  const { data, error } = Typed.safeParse(form);
  if (!data) return { is: 'faulty', faults: faultsOf(error) };
  const { name, reach, life } = data;
  const allowed = scopesFor(ctx);
  if (!data.scopes.every((scope) => allowed.includes(scope)))
    return { is: 'faulty', faults: { scopes: 'Only an owner can give those.' } };
  if (life === 'keep' && kept === undefined)
    return { is: 'faulty', faults: { life: 'Choose how long it lasts.' } };
  const ms = lives[life] ?? null;
  return {
    is: 'draft',
    draft: {
      name,
      scopes: [...new Set(data.scopes)],
      guilds: reach === 'all' ? null : [...new Set(data.guilds)],
      expiresAt: life === 'keep' ? (kept ?? null) : ms === null ? null : new Date(now + ms),
    },
  };
}

/** What the fields show: those guilds that are chosen, and of the others as many as a search finds. */
export async function viewKeyForm(ctx: Context, deps: PageDeps, form: Fields, isNew: boolean) {
  const chosen = listOf(form.guilds)
    .flatMap((id) => Snowflake.safeParse(id).data ?? [])
    .slice(0, most);
  const search = Words.parse(form.find);
  const [named, found] = await Promise.all([
    chosen.length > 0 ? listGuilds(deps, { only: chosen, limit: most }) : [],
    listGuilds(deps, { search, limit: choices }),
  ]);
  const others = found.filter(({ id }) => !chosen.includes(id));
  return {
    ...groupScopes(scopesFor(ctx)),
    form: { ...form, scopes: listOf(form.scopes), guilds: chosen, find: search ?? '' },
    guilds: [...named, ...others].map(({ id, name }) => ({
      value: id,
      text: name || id,
      hint: name ? id : '',
    })),
    hasSearch: search !== undefined || found.length === choices,
    lifeOptions: isNew ? lifeOptions : [{ value: 'keep', text: 'As it is' }, ...lifeOptions],
  };
}

/** What a key of this account may hold. */
export function scopesFor(ctx: Context): string[] {
  const { role } = staffOf(ctx);
  return apiScopes.filter((scope) => hasRole(role, roleForScope(scope)));
}

/** Those that need words, one below the other; all others as a table of what may be read and written. */
function groupScopes(scopes: readonly string[]) {
  const general = scopes.filter((scope) => scopeWords[scope] !== undefined);
  const resources = new Map<string, string[]>();
  for (const scope of scopes.filter((one) => scopeWords[one] === undefined)) {
    const [resource = '', verb = ''] = scope.split(':');
    resources.set(resource, [...(resources.get(resource) ?? []), verb]);
  }
  return {
    general: general.map((scope) => ({ value: scope, text: scope, help: scopeWords[scope] })),
    resources: [...resources]
      .map(([resource, verbs]) => ({ resource, verbs }))
      .toSorted((a, b) => (a.resource < b.resource ? -1 : 1)),
  };
}

/** What was ticked: nothing, one, a list, or, beyond twenty, an object with numbers for names, as qs makes it. */
function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return typeof value === 'object' && value !== null ? Object.values(value) : [value];
}
