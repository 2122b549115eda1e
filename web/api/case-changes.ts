import { z } from 'zod';
import { findCase, type ViewedCase } from '../../shared/moderation/case-view.ts';
import { noteOnCase } from '../../shared/moderation/edit-case.ts';
import { editCase } from '../edit-case.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, type Reply, reply, route } from '../http/route.ts';
import { resolveCases, type WebResolved } from '../resolve-cases.ts';
import { retryCase } from '../retry-case.ts';
import { refuseByRules } from './against-rules.ts';
import {
  CaseNumber,
  CaseText,
  CaseWithTimeline,
  caseVersionIn,
  InCase,
  tagOf,
  tellTimeline,
} from './case-shapes.ts';
import { operationOf } from './operation.ts';
import { InGuild, Time } from './shapes.ts';
import { refuseStale } from './version.ts';

const mostAtOnce = 100; // cases of a request: a transaction each
const Text = CaseText.min(1);

const how = {
  note: CaseText.default(''),
  undo: z
    .boolean()
    .describe('Also takes back what it did: lifts a timeout or ban, withdraws a warning with what followed'),
};
const Outcome = z
  .object({
    number: z.int(),
    is: z
      .enum(['resolved', 'unknown', 'already', 'under-way', 'refused'])
      .describe('`under-way`: a ban that ends by itself is resolved by undoing it, or by its end'),
    lifted: z.int().describe('Timeouts and bans that Discord is asked to lift'),
    withdrawn: z.int().describe('Warnings'),
    until: Time.nullable().describe('When what is under way ends'),
  })
  .meta({ id: 'CaseResolution' });

const path = '/guilds/:guildId/cases';
const scope = 'cases:write';

export const caseChangeRoutes: AnyRoute[] = [
  route({
    method: 'patch',
    path: `${path}/:caseNumber`,
    summary: 'Give a case another reason',
    description: 'A note keeps the one before.',
    scope,
    versioned: true,
    params: InCase,
    body: z.object({ reason: CaseText }),
    reply: CaseWithTimeline,
    handle: async (ask, deps) => {
      const { guildId, caseNumber: number } = ask.params;
      const operation = operationOf(ask, `patch ${path}`);
      const order = { guild: guildId, number, by: ask.by.actor, operation, ...ask.body };
      const edited = await editCase(deps, { ...order, version: caseVersionIn(ask.match) });
      const now = await findCase(deps, guildId, number);
      if (edited.is === 'unknown' || !now) return refuse('not-found');
      if (edited.is === 'stale') return refuseStale(tagOf(now));
      return answer(now);
    },
  }),
  route({
    method: 'post',
    path: `${path}/:caseNumber/resolve`,
    summary: 'Resolve a case, and undo it where asked',
    description: 'Once: of one that is resolved already, or under way, `refusal` says so.',
    scope,
    params: InCase,
    body: z.object(how),
    reply: Outcome,
    problems: ['against-rules'],
    handle: async (ask, deps) => {
      const { guildId, caseNumber } = ask.params;
      const how = { ...ask.body, operation: operationOf(ask, `post ${path}/resolve`) };
      const [resolved] = await resolveCases(deps, guildId, [caseNumber], how, ask.by);
      return !resolved || resolved.is === 'unknown' ? refuse('not-found') : refuseUnlessDone(resolved);
    },
  }),
  route({
    method: 'post',
    path: `${path}/resolve`,
    summary: `Resolve up to ${mostAtOnce} cases, each for itself`,
    scope,
    params: InGuild,
    body: z.object({ numbers: z.array(CaseNumber).min(1).max(mostAtOnce), ...how }),
    reply: z.object({ items: z.array(Outcome) }),
    handle: async (ask, deps) => {
      const { numbers, ...body } = ask.body;
      const how = { ...body, operation: operationOf(ask, `post ${path}/resolve`) };
      const all = await resolveCases(deps, ask.params.guildId, [...new Set(numbers)], how, ask.by);
      return { items: all.map(toOutcome) };
    },
  }),
  route({
    method: 'post',
    path: `${path}/:caseNumber/notes`,
    summary: 'Write a note on a case',
    scope,
    params: InCase,
    body: z.object({ text: Text }),
    status: 201,
    reply: CaseWithTimeline,
    handle: async (ask, deps) => {
      const { guildId, caseNumber: number } = ask.params;
      const operation = operationOf(ask, `post ${path}/notes`);
      const note = { guild: guildId, number, by: ask.by.actor, operation, ...ask.body };
      const isThere = await noteOnCase(deps, note);
      return isThere ? reread(deps, guildId, number) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: `${path}/:caseNumber/retry`,
    summary: 'Have Discord asked once more for what it refused',
    description:
      'Where nothing of the case failed, or is wanted any more, `refusal` says so. Asked for twice it is done once.',
    scope,
    params: InCase,
    reply: CaseWithTimeline,
    problems: ['against-rules'],
    handle: async ({ params: { guildId, caseNumber: number }, by }, deps) => {
      const found = await findCase(deps, guildId, number);
      if (!found) return refuse('not-found');
      const due = await retryCase(deps, guildId, found.id, by);
      return due ? reread(deps, guildId, number) : refuseByRules({ is: 'not-failed' });
    },
  }),
];

async function reread(deps: ApiDeps, guild: string, number: number) {
  const now = await findCase(deps, guild, number);
  return now ? answer(now) : refuse('not-found');
}

function answer(viewed: ViewedCase): Reply<z.input<typeof CaseWithTimeline>> {
  return reply(tellTimeline(viewed), { etag: tagOf(viewed) });
}

function refuseUnlessDone(resolved: WebResolved): z.input<typeof Outcome> | Refusal {
  if (resolved.is === 'refused') return refuseByRules(resolved.refusal);
  if (resolved.is === 'already') return refuseByRules({ is: resolved.is, by: resolved.by });
  if (resolved.is === 'under-way') return refuseByRules({ is: resolved.is, until: resolved.until.getTime() });
  return toOutcome(resolved);
}

function toOutcome(resolved: WebResolved): z.input<typeof Outcome> {
  const { number, is } = resolved;
  const until = is === 'under-way' ? resolved.until : null;
  if (is !== 'resolved') return { number, is, lifted: 0, withdrawn: 0, until };
  return { number, is, lifted: resolved.lifted.length, withdrawn: resolved.withdrawn, until };
}
