import { z } from 'zod';
import { Action } from '../../shared/automod/action.ts';
import { type KindName, kindNames, kinds } from '../../shared/automod/kinds/registry.ts';
import { modes, RuleShape } from '../../shared/automod/rule.ts';
import type { ListedRule } from '../../shared/automod/rule-list.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { RowId, Time } from './shapes.ts';

/** What most rules are where nobody says otherwise: they begin by watching. */
const start = {
  enabled: RuleShape.enabled.default(true),
  mode: RuleShape.mode.default('monitor'),
  deleteMessages: RuleShape.deleteMessages.default(false),
  exemptRoles: RuleShape.exemptRoles.default([]),
  exemptChannels: RuleShape.exemptChannels.default([]),
  exemptModerators: RuleShape.exemptModerators.default(true),
};
const [firstKind = 'username', ...otherKinds] = kindNames;

/** A rule that is made: the settings are those of its kind. */
export const NewRule = z.discriminatedUnion('kind', [shapeOf(firstKind, {}), ...eachKind({})]);

/** A rule that is only tried: it needs no name, and says nothing of what it would do. */
const tried = { name: RuleShape.name.default('Draft'), action: Action.default({ is: 'delete' }) };
export const TriedRule = z.discriminatedUnion('kind', [shapeOf(firstKind, tried), ...eachKind(tried)]);

function eachKind(rest: object) {
  return otherKinds.map((kind) => shapeOf(kind, rest));
}

function shapeOf(kind: KindName, rest: object) {
  const { schema, title, description } = kinds[kind];
  const settings = z.object(schema.shape).prefault({}).describe(description);
  return z.object({ kind: z.literal(kind).describe(title), ...RuleShape, ...start, ...rest, settings });
}

/** A part of a rule; what of its settings is left out stays as it is as well. */
export const RulePatch = z
  .object({
    ...RuleShape,
    settings: z.record(z.string(), z.unknown()).describe('Of its kind, as where a rule is created'),
  })
  .partial();

export const Rule = z
  .object({
    id: RowId,
    kind: z.enum(kindNames).describe('Never changes'),
    name: z.string(),
    enabled: z.boolean(),
    mode: z.enum(modes),
    action: Action,
    deleteMessages: z.boolean(),
    exemptRoles: z.array(Snowflake),
    exemptChannels: z.array(Snowflake),
    exemptModerators: z.boolean(),
    settings: z.record(z.string(), z.unknown()).describe('Of its kind, as where a rule is created'),
    version: z.int(),
    unreadable: z
      .array(z.string())
      .describe('Fields that no longer mean anything; a rule that has some rests until it is changed'),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'AutoModRule', description: 'What members may not do, and what becomes of those who do' });

/** One thing that a rule asks, and how it stands. */
export const Condition = z.object({
  what: z.string(),
  holds: z.boolean(),
  why: z.string().describe('A sentence for people'),
});

export function toRule({ slot: _, guild: __, ...rule }: ListedRule): z.input<typeof Rule> {
  return rule;
}
