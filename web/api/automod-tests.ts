import { z } from 'zod';
import { backtest } from '../../shared/automod/backtest.ts';
import { explain, type Trace } from '../../shared/automod/evaluate.ts';
import { kindNames } from '../../shared/automod/kinds/registry.ts';
import { modes } from '../../shared/automod/rule.ts';
import { AutoModConfigRow } from '../../shared/automod/rule-model.ts';
import { AutoModConfig } from '../../shared/automod/settings.ts';
import { longestText, tryText } from '../../shared/automod/try-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, route } from '../http/route.ts';
import { refuseRule } from './rule-refusals.ts';
import { Condition, TriedRule } from './rule-shapes.ts';
import { InGuild, RowId, Time } from './shapes.ts';

const Told = z
  .object({
    rule: z.object({
      id: RowId.nullable().describe('Null for a draft'),
      name: z.string(),
      kind: z.enum(kindNames),
      mode: z.enum(modes),
    }),
    fires: z.boolean(),
    why: z.string().nullable().describe('Why it fires, as a member may be told'),
    conditions: z.array(Condition).describe('All that it asks; it fires where all of them hold'),
    reached: z.int().describe('What is counted, at this message'),
    needed: z.int(),
    withinMs: z.int(),
  })
  .meta({ id: 'AutoModTrace', description: 'What a rule says of a text' });

const Backtest = z
  .object({
    from: Time,
    looked: z.int().describe('Messages that were recorded since'),
    messages: z.int().describe('Messages in bursts'),
    bursts: z.int(),
    members: z.int(),
    top: z
      .array(z.object({ user: Snowflake, messages: z.int(), bursts: z.int() }))
      .describe('Members with the most messages'),
  })
  .meta({ id: 'AutoModBacktest', description: 'What a rule would have hit' });

export const automodTestRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/guilds/:guildId/automod/test',
    summary: 'Try a text on the rules',
    description:
      'Answers with every rule of the guild that looks at messages, or with the one in `rule` alone. Nothing is counted but this message, and nothing is stored. A `rule` about members takes the text for a name.',
    scope: 'automod:read',
    params: InGuild,
    body: z.object({
      text: z.string().min(1).max(longestText),
      channel: Snowflake.optional().describe('Where it would be written'),
      member: Snowflake.optional().describe('Who would write it'),
      roles: z.array(Snowflake).max(250).optional().describe('Instead of those that the member has'),
      rule: TriedRule.optional(),
    }),
    reply: z.object({ traces: z.array(Told) }),
    handle: async ({ params, body: { text, channel, member, roles, rule } }, deps) => {
      const attempt = { text, channel, user: member, roles, draft: rule };
      const traces = await tryText(deps, params.guildId, attempt);
      return { traces: traces.map(tell) };
    },
  }),
  route({
    method: 'post',
    path: '/guilds/:guildId/automod/backtest',
    summary: 'Try a rule on the last days',
    description:
      'What it would have hit of the messages that were recorded (setting `traces` of the guild). Refused with `no-records` for rules that look at texts, names or joins, of which nothing is kept, and where nothing was recorded.',
    scope: 'automod:read',
    params: InGuild,
    body: z.object({ rule: TriedRule, days: z.int().min(1).max(7).default(7) }),
    reply: Backtest,
    problems: ['no-records'],
    handle: async ({ params, body }, deps) => {
      const tested = await backtest(deps, params.guildId, { ...body, now: deps.clock() });
      if (tested.is === 'faulty') return refuseRule(tested);
      if (tested.is !== 'done') return unrecorded(tested.is);
      const isEmpty = tested.looked === 0 && !(await areTracesOn(deps, params.guildId));
      return isEmpty ? unrecorded('no-traces') : tested;
    },
  }),
];

function tell(trace: Trace): z.input<typeof Told> {
  const { rule, fires, conditions, reached, window } = trace;
  const { id, name, kind, mode } = rule;
  return {
    rule: { id: id === '0' ? null : id, name, kind, mode },
    fires,
    why: fires ? explain(trace) : null,
    conditions,
    reached,
    needed: window.atLeast,
    withinMs: window.within,
  };
}

function unrecorded(is: 'no-text' | 'no-messages' | 'no-traces'): Refusal {
  return refuse('no-records', { details: { refusal: { is } } });
}

async function areTracesOn({ db }: ApiDeps, guild: Snowflake): Promise<boolean> {
  const row = await AutoModConfigRow.query(db).findById(guild);
  return AutoModConfig.safeParse(row?.values ?? {}).data?.traces === true;
}
