import { z } from 'zod';
import { DAY, SECOND } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Acted } from '../../shared/moderation/act.ts';
import { findCase } from '../../shared/moderation/case-view.ts';
import { longestDuration, longestTimeout } from '../../shared/moderation/durations.ts';
import { Evidence } from '../../shared/moderation/evidence.ts';
import { caseKinds } from '../../shared/moderation/model.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { judge, moderate } from '../moderate.ts';
import { refuseByRules } from './against-rules.ts';
import { Case, CaseText, tellCase } from './case-shapes.ts';
import { operationOf } from './operation.ts';
import { InGuild } from './shapes.ts';

const mostAtOnce = 100; // members of a request: one transaction locks them all
const longestDeletion = (7 * DAY) / SECOND; // Discord documentation, "Create Guild Ban"

const deed = {
  kind: z.enum(caseKinds),
  reason: CaseText.default('').describe('What a note says'),
  seconds: z
    .int()
    .min(1)
    .max(longestDuration)
    .nullable()
    .default(null)
    .describe('Of a timeout, at most 28 days; of a ban, null for one that does not end'),
  deleteMessageSeconds: z.int().min(0).max(longestDeletion).default(0).describe('Of a ban'),
  evidence: Evidence.nullable().default(null).describe('The message that it is about'),
};

type Deed = Pick<z.output<z.ZodObject<typeof deed>>, 'kind' | 'reason' | 'seconds' | 'deleteMessageSeconds'>;

/** What does not go together. */
function checkDeed({ kind, reason, seconds, deleteMessageSeconds }: Deed, ctx: z.RefinementCtx): void {
  const fault = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
  if (kind === 'timeout' && (seconds === null || seconds > longestTimeout))
    fault('seconds', `A timeout needs it, up to ${longestTimeout}`);
  if (kind !== 'timeout' && kind !== 'ban' && seconds !== null) fault('seconds', `No ${kind} has an end`);
  if (kind !== 'ban' && deleteMessageSeconds > 0)
    fault('deleteMessageSeconds', 'Only a ban deletes messages');
  if (kind === 'note' && reason === '') fault('reason', 'A note says something');
}

const Follows = {
  ladder: z.array(z.int()).describe('Numbers of cases that the guild’s ladder opened because of it'),
  closed: z.array(z.int()).describe('Numbers of earlier cases that it replaced or ended'),
};
const Opened = z.object({ case: Case, ...Follows }).meta({ id: 'OpenedCase' });
const RefusalReason = z
  .object({ is: z.string(), who: z.enum(['you', 'bot']).optional(), permission: z.string().optional() })
  .describe('Why it cannot be done to that member');
const Result = z
  .object({
    user: Snowflake,
    is: z.enum(['allowed', 'acted', 'refused']).describe('`allowed`: in a preview'),
    case: z.int().nullable().describe('The number of the case'),
    refusal: RefusalReason.nullable(),
  })
  .meta({ id: 'BulkCase' });

const path = '/guilds/:guildId/cases';
const scope = 'cases:write';
const asStaff =
  'The API ranks above every member but the owner; what stands in the bot’s way (its role, its permissions) is `against-rules`, with `refusal` saying why.';

export const caseActRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path,
    summary: 'Open a case: warn, time out, kick, ban, …',
    description: `Discord is asked at once; \`effect\` of the case says what came of it. ${asStaff} With an \`Idempotency-Key\` the same request opens no second case, however late it comes.`,
    scope,
    params: InGuild,
    body: z.object({ user: Snowflake, ...deed }).superRefine(checkDeed),
    status: 201,
    reply: Opened,
    problems: ['against-rules'],
    handle: async (ask, deps) => {
      const { user, ...what } = ask.body;
      const { guildId } = ask.params;
      const operation = operationOf(ask, `post ${path}`);
      const intent = { ...what, users: [user], operation: () => operation };
      const [done] = await moderate(deps, guildId, intent, ask.by);
      if (done?.is === 'refused') return refuseByRules({ ...done.refusal });
      const opened = done && (await findCase(deps, guildId, done.acted.case.number));
      if (!done || !opened) throw new Error('a case that was just opened is not there');
      return { case: tellCase(opened), ...followsOf(done.acted) };
    },
  }),
  route({
    method: 'post',
    path: `${path}/batch`,
    summary: `Open cases for up to ${mostAtOnce} members`,
    description: `All together, or none; those to whom it cannot be done are told and left out. ${asStaff}`,
    scope,
    params: InGuild,
    body: z
      .object({
        users: z.array(Snowflake).min(1).max(mostAtOnce),
        ...deed,
        preview: z.boolean().describe('True: only tells to whom it could be done'),
      })
      .superRefine(checkDeed),
    reply: z.object({ done: z.boolean().describe('False for a preview'), items: z.array(Result) }),
    handle: async (ask, deps) => {
      const { users, preview, ...what } = ask.body;
      const { guildId } = ask.params;
      const targets = { kind: what.kind, users: [...new Set(users)] };
      if (preview) {
        const verdicts = await judge(deps, guildId, targets, ask.by.actor);
        return { done: false, items: [...verdicts].map(([user, verdict]) => toResult(user, verdict)) };
      }
      const base = operationOf(ask, `post ${path}/batch`);
      const intent = { ...what, ...targets, operation: (user: Snowflake) => `${base}:${user}` };
      const all = await moderate(deps, guildId, intent, ask.by);
      return {
        done: true,
        items: all.map((each) => {
          if (each.is === 'refused') return toResult(each.user, each.refusal);
          return { user: each.user, is: each.is, case: each.acted.case.number, refusal: null };
        }),
      };
    },
  }),
];

function followsOf({ ladder, closed }: Acted): { ladder: number[]; closed: number[] } {
  return { ladder: ladder.map(({ number }) => number), closed };
}

function toResult(user: Snowflake, verdict: { is: string }): z.input<typeof Result> {
  if (verdict.is === 'allowed') return { user, is: 'allowed', case: null, refusal: null };
  return { user, is: 'refused', case: null, refusal: { ...verdict } };
}
