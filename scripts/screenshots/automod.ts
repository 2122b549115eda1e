import { presetOf } from '../../shared/automod/presets.ts';
import type { RuleDraft } from '../../shared/automod/rule.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { type DemoCase, type DemoGuild, seedCases } from './cases.ts';
import { demoChannel } from './history.ts';

/** Rules with what they did in the last days; the ids of a rule and of a firing. */
export async function seedAutomod(db: Knex, demo: DemoGuild): Promise<{ ruleId: string; firingId: string }> {
  const rules = await seedRules(db, demo);
  const { ids: caseIds } = await seedCases(db, demo, cases);
  const firings = stories.map((story, index) => ({
    story,
    row: firingOf(story, demo, { index, rule: rules[story.rule] ?? rules[0], cases: caseIds }),
  }));
  const made: { id: string }[] = [];
  for (const { row } of firings) made.push(...(await db('automod_firings').insert(row, ['id'])));
  const messages = firings.flatMap(({ story, row }, index) =>
    Array.from({ length: row.messages }, (_, place) => ({
      firing_id: made[index]?.id,
      message_id: snowflakeAt(row.started_at.getTime() + place * SECOND, index),
      channel_id: demoChannel(place % 4),
      at: new Date(row.started_at.getTime() + place * SECOND),
      deletion: story.deletion ?? 'none',
    })),
  );
  await db('automod_firing_messages').insert(messages);
  return { ruleId: rules[0]?.id ?? '', firingId: made.at(-1)?.id ?? '' };
}

interface SeededRule {
  id: string;
  draft: RuleDraft;
}

async function seedRules(db: Knex, { guild, now, text }: DemoGuild): Promise<SeededRule[]> {
  const drafts = [...presetOf('starter').rules, ...presetOf('raid').rules.slice(1, 2)];
  const rules: SeededRule[] = [];
  for (const [slot, { name, kind, ...rest }] of drafts.entries()) {
    const draft: RuleDraft = {
      name: text(name).slice(0, 64),
      kind,
      ...rest,
      mode: slot < 4 ? 'enforce' : 'monitor',
    };
    const { enabled, mode, action, deleteMessages, settings } = draft;
    const updated_at = new Date(now - (9 - slot) * DAY);
    const row = {
      guild_id: guild,
      kind,
      slot,
      name: draft.name,
      enabled,
      mode,
      delete_messages: deleteMessages,
    };
    const [made]: { id: string }[] = await db('automod_rules').insert(
      {
        ...row,
        action: JSON.stringify(action),
        settings: JSON.stringify(settings),
        created_at: updated_at,
        updated_at,
      },
      ['id'],
    );
    if (made) rules.push({ id: made.id, draft });
  }
  await db('automod_rule_versions').insert(
    rules.map(({ id, draft }) => ({
      rule_id: id,
      version: 1,
      guild_id: guild,
      values: JSON.stringify(draft),
      actor_kind: 'system',
      actor_name: text('owner'),
      created_at: new Date(now - 9 * DAY),
    })),
  );
  return rules;
}

/** What happened, oldest first; `rule` and `case` by their place. */
interface Story {
  rule: number;
  /** By place among the users. */
  user: number;
  ago: number;
  messages: number;
  outcome: 'monitored' | 'acted' | 'upgraded' | 'absorbed';
  counted?: [reached: number, needed: number, within: number];
  why: string;
  excerpt?: string;
  case?: number;
  deletion?: 'wanted' | 'done' | 'failed';
  source?: 'discord';
  isUndone?: true;
}

const stories: readonly Story[] = [
  {
    rule: 4,
    user: 21,
    ago: 8 * DAY,
    messages: 1,
    outcome: 'monitored',
    why: 'An invite to another server.',
  },
  {
    rule: 0,
    user: 9,
    ago: 5 * DAY,
    messages: 11,
    outcome: 'acted',
    counted: [10, 10, 10 * SECOND],
    why: '10 messages within 10 seconds (10 are too many).',
    case: 0,
    isUndone: true,
  },
  {
    rule: 0,
    user: 30,
    ago: 2 * DAY,
    messages: 1,
    outcome: 'acted',
    why: 'Discord’s own AutoMod fired.',
    source: 'discord',
  },
  {
    rule: 3,
    user: 12,
    ago: 26 * HOUR,
    messages: 2,
    outcome: 'acted',
    counted: [18, 15, MINUTE],
    why: '18 mentions within 1 minute (15 are too many).',
    excerpt: 'hey everyone come and look at this',
    case: 1,
    deletion: 'failed',
  },
  {
    rule: 5,
    user: 17,
    ago: 5 * HOUR,
    messages: 1,
    outcome: 'monitored',
    counted: [6, 5, MINUTE],
    why: 'The same message of 6 members within 1 minute (5 are too many).',
    excerpt: 'FREE NITRO for the first 100!!! claim it at n1tro.example',
  },
  {
    rule: 2,
    user: 14,
    ago: 50 * MINUTE,
    messages: 5,
    outcome: 'absorbed',
    counted: [5, 5, 20 * SECOND],
    why: '5 channels within 20 seconds (5 are too many).',
    excerpt: 'selling keys, write me',
    case: 2,
    deletion: 'done',
  },
  {
    rule: 1,
    user: 14,
    ago: 49 * MINUTE,
    messages: 7,
    outcome: 'acted',
    counted: [5, 5, MINUTE],
    why: 'The same message 5 times within 1 minute (5 are too many).',
    excerpt: 'selling keys, write me\nbest price <3 https://example.com/k?utm_source=x',
    case: 2,
    deletion: 'done',
  },
];

function firingOf(
  story: Story,
  { guild, users, now, text }: DemoGuild,
  { index, rule, cases }: { index: number; rule: SeededRule | undefined; cases: string[] },
) {
  const { source = 'rule', outcome, excerpt, counted, messages, why } = story;
  const started = new Date(now - story.ago);
  const isOurs = source === 'rule';
  const conditions = [
    { what: 'exemptions', holds: true, why: 'Neither the member nor the channel is exempt.' },
    { what: 'count', holds: true, why: text(why) },
  ];
  return {
    guild_id: guild,
    user_id: users[story.user],
    source,
    rule_id: isOurs ? rule?.id : guild,
    rule_name: isOurs ? rule?.draft.name : 'Discord AutoMod',
    rule_kind: isOurs ? rule?.draft.kind : 'discord',
    rule_version: 1,
    burst: snowflakeAt(started.getTime(), index),
    mode: outcome === 'monitored' ? 'monitor' : 'enforce',
    action: JSON.stringify(isOurs ? rule?.draft.action : { is: 'delete' }),
    deletes: story.deletion !== undefined,
    outcome,
    case_id: story.case === undefined ? null : cases[story.case],
    reached: counted?.[0] ?? null,
    needed: counted?.[1] ?? null,
    within_ms: counted?.[2] ?? null,
    conditions: JSON.stringify(isOurs ? conditions : []),
    excerpt: excerpt ? text(excerpt) : null,
    messages,
    started_at: started,
    latest_at: new Date(started.getTime() + messages * SECOND),
    until_at: new Date(started.getTime() + messages * SECOND + MINUTE),
    created_at: started,
    undone_at: story.isUndone ? new Date(started.getTime() + HOUR) : null,
    undone_by: story.isUndone ? text('grace') : null,
  };
}

const opened = { by: 'automod', reason: 'A rule fired.' } as const;

/** Of the stories: one taken back, one that Discord refused, and a warning. */
const cases: readonly DemoCase[] = [
  {
    ...opened,
    kind: 'timeout',
    user: 9,
    ago: 5 * DAY,
    lasts: 30 * MINUTE,
    lift: 'done',
    resolved: { after: HOUR, by: 'grace', note: 'The firing of auto-moderation was undone.' },
  },
  {
    ...opened,
    kind: 'timeout',
    user: 12,
    ago: 26 * HOUR,
    lasts: 30 * MINUTE,
    effect: 'failed',
    answer: 'Missing Permissions: the member has a role above the bot’s.',
  },
  { ...opened, kind: 'warn', user: 14, ago: 49 * MINUTE },
];
