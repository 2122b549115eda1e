import { audit, type Deed } from '../accounts/audit.ts';
import { mostRedirects } from '../analytics/rolled-stats.ts';
import { type Knex, transact } from '../db/knex.ts';
import { Redirect } from './model.ts';
import { leadsTo } from './target.ts';

export type { Redirect } from './model.ts';

type Deps = { db: Knex };

/** `name` and `target` as name.ts and target.ts have them. */
export type RedirectDraft = Pick<Redirect, 'name' | 'target' | 'note' | 'enabled'>;

/** Who does it, and the hosts at which the panel itself is reached. */
interface By extends Pick<Deed, 'actor' | 'ip' | 'requestId'> {
  hosts: readonly string[];
}

export const longestNote = 200; // characters

export type CreatedRedirect =
  | { is: 'created'; redirect: Redirect }
  | { is: 'name-taken' }
  /** To the panel's own host. */
  | { is: 'leads-back' }
  | { is: 'too-many'; most: number };
export type ChangedRedirect =
  | { is: 'changed'; redirect: Redirect }
  | { is: 'unknown' }
  /** Somebody else changed it since it was read. */
  | { is: 'stale'; redirect: Redirect }
  | { is: 'name-taken' }
  | { is: 'leads-back' };

export async function findRedirect({ db }: Deps, id: string): Promise<Redirect | undefined> {
  return Redirect.query(db).findById(id);
}

/** By a name in lower case. */
export async function findByName({ db }: Deps, name: string): Promise<Redirect | undefined> {
  return Redirect.query(db).findOne({ name });
}

export function createRedirect(
  { db }: Deps,
  draft: RedirectDraft,
  { hosts, ...by }: By,
): Promise<CreatedRedirect> {
  return transact(db, async (trx): Promise<CreatedRedirect> => {
    await oneAtATime(trx);
    if (leadsTo(draft.target, hosts)) return { is: 'leads-back' };
    if (await findByName({ db: trx }, draft.name)) return { is: 'name-taken' };
    const many = await Redirect.query(trx).resultSize();
    if (many >= mostRedirects) return { is: 'too-many', most: mostRedirects };
    const redirect = await Redirect.query(trx)
      .insert({ ...draft, createdBy: by.actor.name })
      .returning('*');
    await audit(trx, { ...by, action: 'redirect.created', subject: draft.name, after: draft });
    return { is: 'created', redirect };
  });
}

/** Changes what is given of a redirect that was read as `version`. */
export function changeRedirect(
  { db }: Deps,
  { id, version, changes }: { id: string; version: number; changes: Partial<RedirectDraft> },
  { hosts, ...by }: By,
): Promise<ChangedRedirect> {
  return transact(db, async (trx): Promise<ChangedRedirect> => {
    await oneAtATime(trx);
    const redirect = await findRedirect({ db: trx }, id);
    if (!redirect) return { is: 'unknown' };
    if (redirect.version !== version) return { is: 'stale', redirect };
    const before = draftOf(redirect);
    const after = { ...before, ...changes };
    if (JSON.stringify(before) === JSON.stringify(after)) return { is: 'changed', redirect };
    if (after.target !== before.target && leadsTo(after.target, hosts)) return { is: 'leads-back' };
    const twin = await findByName({ db: trx }, after.name);
    if (twin && twin.id !== id) return { is: 'name-taken' };
    const changed = await redirect
      .$query(trx)
      .patchAndFetch({ ...after, version: version + 1, changedAt: trx.fn.now() });
    await audit(trx, { ...by, action: 'redirect.changed', subject: after.name, before, after });
    return { is: 'changed', redirect: changed };
  });
}

/** Removes a redirect that was read as `version`. Its clicks stay on record for as long as clicks do. */
export function removeRedirect(
  { db }: Deps,
  { id, version }: { id: string; version: number },
  by: Omit<By, 'hosts'>,
): Promise<{ is: 'removed' } | Extract<ChangedRedirect, { is: 'unknown' | 'stale' }>> {
  return transact(db, async (trx) => {
    await oneAtATime(trx);
    const redirect = await findRedirect({ db: trx }, id);
    if (!redirect) return { is: 'unknown' };
    if (redirect.version !== version) return { is: 'stale', redirect };
    await redirect.$query(trx).delete();
    const before = draftOf(redirect);
    await audit(trx, { ...by, action: 'redirect.removed', subject: redirect.name, before });
    return { is: 'removed' };
  });
}

export function draftOf({ name, target, note, enabled }: Redirect): RedirectDraft {
  return { name, target, note, enabled };
}

async function oneAtATime(trx: Knex.Transaction): Promise<void> {
  await trx.raw("SELECT pg_advisory_xact_lock(hashtextextended('redirects', 0))");
}
