import { z } from 'zod';
import { Action } from '../../shared/automod/action.ts';
import type { ListedFiring } from '../../shared/automod/firing-list.ts';
import { type AutoModFiringMessage, outcomes } from '../../shared/automod/model.ts';
import { modes } from '../../shared/automod/rule.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { Condition } from './rule-shapes.ts';
import { RowId, Time } from './shapes.ts';

const asked = ['none', 'wanted', 'done', 'failed'] as const;

const Case = z.object({
  id: RowId,
  number: z.int(),
  kind: z.string(),
  effect: z.enum(asked).describe('What Discord was asked to do'),
  answer: z.string().nullable().describe('How Discord answered where it refused'),
  lift: z.enum(asked).describe('Of one that is taken back'),
  endsAt: Time.nullable(),
  resolvedAt: Time.nullable(),
});

export const Firing = z
  .object({
    id: RowId,
    guild: Snowflake,
    user: Snowflake,
    source: z.enum(['rule', 'discord']).describe('`discord`: its own AutoMod, which acted by itself'),
    rule: z
      .object({ id: z.string(), name: z.string(), kind: z.string(), version: z.int() })
      .describe('As it was then'),
    mode: z.enum(modes),
    action: Action,
    deletes: z.boolean(),
    outcome: z
      .enum(outcomes)
      .describe(
        '`acted`: first of its member then; `upgraded`: asked for more; `absorbed`: another one acted',
      ),
    case: Case.nullable(),
    counted: z
      .object({ reached: z.int(), needed: z.int(), withinMs: z.int() })
      .nullable()
      .describe('Null where nothing is counted'),
    conditions: z.array(Condition),
    excerpt: z.string().nullable().describe('Of its first message, for seven days'),
    messages: z.int().describe('How many belong to it'),
    startedAt: Time,
    latestAt: Time,
    createdAt: Time,
    undoneAt: Time.nullable(),
    undoneBy: z.string().nullable(),
  })
  .meta({ id: 'AutoModFiring', description: 'That a rule fired for a member, and why' });

const Evidence = z.object({
  message: Snowflake,
  channel: Snowflake,
  at: Time,
  link: z.url(),
  deletion: z.enum(asked),
});

export const FiringWithEvidence = Firing.extend({ evidence: z.array(Evidence) }).meta({
  id: 'AutoModFiringWithEvidence',
});

export function tellFiring(firing: ListedFiring): z.input<typeof Firing> {
  const { guildId: guild, userId: user, ruleId: id, ruleName: name, ruleKind: kind } = firing;
  const { ruleVersion: version, reached, needed, withinMs } = firing;
  const isCounted = reached !== null && needed !== null && withinMs !== null;
  return {
    ...firing,
    guild,
    user,
    rule: { id, name, kind, version },
    counted: isCounted ? { reached, needed, withinMs } : null,
  };
}

export function tellEvidence(guild: Snowflake, evidence: AutoModFiringMessage): z.input<typeof Evidence> {
  const { messageId: message, channelId: channel, at, deletion } = evidence;
  const link = `https://discord.com/channels/${guild}/${channel}/${message}`;
  return { message, channel, at, link, deletion };
}
