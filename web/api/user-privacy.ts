import { Readable } from 'node:stream';
import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { exportUser } from '../../shared/privacy/export-user.ts';
import { askToForget, findForgetRun, findForgetting } from '../../shared/privacy/forget-runs.ts';
import type { ForgetRun as Row } from '../../shared/privacy/model.ts';
import { pendingCases } from '../../shared/privacy/pending.ts';
import { previewUser } from '../../shared/privacy/preview.ts';
import { tellExport } from '../../shared/privacy/tell-export.ts';
import { refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, reply, route } from '../http/route.ts';
import { isKeyOf } from './key-owner.ts';
import { Amount, RowId, Time } from './shapes.ts';

const ForgetRun = z
  .object({
    id: RowId,
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    pseudonym: Snowflake.describe('What stands in the place of the user'),
    rows: Amount.describe('Changed or deleted so far'),
    why: z.string().nullable().describe('What it waits for, or why it failed'),
    askedBy: z.string(),
    askedAt: Time,
    finishedAt: Time.nullable(),
  })
  .meta({ id: 'ForgetRun', description: 'The deletion of a user' });
const PendingCase = z.object({ guild: Snowflake, number: z.int(), kind: z.string() });
const Preview = z.object({
  holdings: z.array(
    z.object({
      what: z.string(),
      fate: z.enum(['pseudonym', 'deleted']),
      rows: z.int(),
      more: z.boolean().describe('There may be more than were counted'),
    }),
  ),
  pending: z.array(PendingCase).describe('Cases that Discord has still to be told of: they are waited for'),
  run: ForgetRun.nullable().describe('Where it was asked for already'),
});

const InUser = z.object({ userId: Snowflake });
const scope = { read: 'privacy:read', write: 'privacy:write' } as const;
const forEvery =
  'For keys of every guild, while whoever made them is an admin, that name this very scope: `read` and `write` do not stand for it.';

export const privacyRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/users/:userId/export',
    summary: 'Export what is held of a user',
    description: `A zip with a file of JSON for each kind of thing, and a README which says what is left out. ${forEvery}`,
    scope: scope.read,
    params: InUser,
    file: 'application/zip',
    reply: z.instanceof(Readable),
    problems: ['forbidden'],
    handle: async ({ params: { userId }, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      if (!(await previewUser(deps, userId))) return refuse('not-found');
      await tellExport(deps, userId, by);
      const headers = { 'Content-Disposition': `attachment; filename="user-${userId}.zip"` };
      return reply(Readable.from(exportUser(deps, userId, deps.clock())), {
        headers: { ...headers, 'Cache-Control': 'no-store' },
      });
    },
  }),
  route({
    method: 'get',
    path: '/users/:userId/forget',
    summary: 'See what deleting a user would change',
    description: forEvery,
    scope: scope.read,
    params: InUser,
    reply: Preview,
    problems: ['forbidden'],
    handle: async ({ params: { userId }, caller }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const [holdings, run] = await Promise.all([previewUser(deps, userId), findForgetting(deps, userId)]);
      if (!holdings && !run) return refuse('not-found');
      const pending = await pendingCases(deps, userId);
      return { holdings: holdings ?? [], pending, run: run ? toRun(run) : null };
    },
  }),
  route({
    method: 'post',
    path: '/users/:userId/forget',
    summary: 'Delete a user',
    description: `A pseudonym takes their place in the ledger, in cases and in the log of changes, so that sums stay true; what they wrote, and their names, go. It cannot be taken back. Whoever writes again afterwards begins as new. Asked twice it answers with the run that is under way. ${forEvery}`,
    scope: scope.write,
    params: InUser,
    body: z.object({ confirm: Snowflake.describe('The id of the user once more') }),
    status: 202,
    reply: ForgetRun,
    problems: ['forbidden', 'still-needed'],
    handle: async ({ params: { userId }, body, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      if (body.confirm !== userId)
        return refuseInput({ in: 'body', path: 'confirm', message: 'is not the id of the user' });
      const asked = await askToForget(deps, userId, by);
      if (asked.is === 'unknown') return refuse('not-found');
      if (asked.is === 'pending') return refuse('still-needed', { details: { cases: asked.cases } });
      return toRun(asked.run);
    },
  }),
  route({
    method: 'get',
    path: '/forget-runs/:forgetRunId',
    summary: 'Read the deletion of a user',
    description: forEvery,
    scope: scope.read,
    params: z.object({ forgetRunId: RowId }),
    reply: ForgetRun,
    problems: ['forbidden'],
    handle: async ({ params, caller }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const run = await findForgetRun(deps, params.forgetRunId);
      return run ? toRun(run) : refuse('not-found');
    },
  }),
];

function toRun({ id, state, pseudonym, changed, why, askedBy, askedAt, finishedAt }: Row) {
  return { id, state, pseudonym, rows: Number(changed), why, askedBy, askedAt, finishedAt };
}
