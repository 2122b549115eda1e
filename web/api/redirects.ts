import { z } from 'zod';
import { oneLine } from '../../shared/core/plain-text.ts';
import { Redirect } from '../../shared/redirects/model.ts';
import { RedirectName } from '../../shared/redirects/name.ts';
import * as redirects from '../../shared/redirects/redirects.ts';
import { RedirectTarget } from '../../shared/redirects/target.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type Refusal, refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, type Reply, reply, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { isKeyOf } from './key-owner.ts';
import { RowId, Time } from './shapes.ts';
import { refuseStale, versionIn } from './version.ts';

const Shape = z
  .object({
    id: RowId,
    name: z.string().describe('It is followed at `/<name>` and at `/r/<name>`, whatever its case'),
    target: z.string(),
    note: z.string().describe('For staff'),
    enabled: z.boolean(),
    createdBy: z.string(),
    createdAt: Time,
    changedAt: Time,
  })
  .meta({ id: 'Redirect', description: 'A short link' });

const draft = {
  name: RedirectName,
  target: RedirectTarget.describe('With http or https, without user and password, on another host'),
  note: z.string().overwrite(oneLine).max(redirects.longestNote),
  enabled: z.boolean(),
};
const NewRedirect = z.object({
  ...draft,
  note: draft.note.default(''),
  enabled: draft.enabled.default(true),
});
const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const path = '/redirects';
const scope = { read: 'redirects:read', write: 'redirects:write' } as const;
const InRedirect = z.object({ redirectId: RowId });

/** Short links belong to no guild: keys for certain guilds see none. */
export const redirectRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List short links',
    description: 'For keys of every guild. `name` finds the one that is called so.',
    scope: scope.read,
    query: listQuery(orders, { name: RedirectName.optional() }),
    reply: pageOf(Shape),
    problems: ['forbidden'],
    handle: ({ query: { name, ...query }, caller }, { db }) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const kept = db(Redirect.tableName).select('*');
      if (name) kept.where({ name });
      return readPage(kept, orders, query, (row) => Redirect.fromDatabaseJson(row));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:redirectId`,
    summary: 'Read a short link',
    scope: scope.read,
    params: InRedirect,
    reply: Shape,
    problems: ['forbidden'],
    handle: async ({ params, caller }, deps) => {
      if (caller.guilds !== null) return refuse('forbidden');
      const redirect = await redirects.findRedirect(deps, params.redirectId);
      return redirect ? answer(redirect) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Create a short link',
    description: 'For keys of every guild, while whoever made them is an admin.',
    scope: scope.write,
    body: NewRedirect,
    status: 201,
    reply: Shape,
    problems: ['forbidden', 'taken', 'against-rules'],
    handle: async ({ body, caller, by, hosts }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const made = await redirects.createRedirect(deps, body, { ...by, hosts });
      if (made.is === 'too-many') return refuseByRules({ is: 'full', most: made.most });
      return made.is === 'created' ? answer(made.redirect) : refuseDraft(made);
    },
  }),
  route({
    method: 'patch',
    path: `${path}/:redirectId`,
    summary: 'Change a short link, or switch it off',
    description:
      'For keys of every guild, while whoever made them is an admin. A field that is left out stays as it is.',
    scope: scope.write,
    versioned: true,
    params: InRedirect,
    body: z.object(draft).partial(),
    reply: Shape,
    problems: ['forbidden', 'taken'],
    handle: async ({ params, body, caller, match, by, hosts }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const order = { id: params.redirectId, version: versionIn(match), changes: body };
      const changed = await redirects.changeRedirect(deps, order, { ...by, hosts });
      return changed.is === 'changed' ? answer(changed.redirect) : refuseChange(changed);
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:redirectId`,
    summary: 'Delete a short link',
    description:
      'For keys of every guild, while whoever made them is an admin. Its clicks stay on record for as long as clicks do, but are listed no more.',
    scope: scope.write,
    versioned: true,
    params: InRedirect,
    status: 204,
    reply: z.undefined(),
    problems: ['forbidden'],
    handle: async ({ params, caller, match, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const order = { id: params.redirectId, version: versionIn(match) };
      const removed = await redirects.removeRedirect(deps, order, by);
      return removed.is === 'removed' ? undefined : refuseChange(removed);
    },
  }),
];

function answer(redirect: Redirect): Reply<z.input<typeof Shape>> {
  return reply(redirect, { etag: String(redirect.version) });
}

function refuseDraft({ is }: { is: 'name-taken' | 'leads-back' }): Refusal {
  if (is === 'leads-back')
    return refuseInput({ in: 'body', path: 'target', message: 'It is on this very host' });
  return refuse('taken', { fields: [{ in: 'body', path: 'name', message: 'Another short link has it' }] });
}

function refuseChange(change: Exclude<redirects.ChangedRedirect, { is: 'changed' }>): Refusal {
  if (change.is === 'unknown') return refuse('not-found');
  return change.is === 'stale' ? refuseStale(change.redirect.version) : refuseDraft(change);
}
