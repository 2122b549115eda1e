import { z } from 'zod';
import { actions } from '../automod/action.ts';
import { type KindName, kindOf } from '../automod/kinds/registry.ts';
import { type RuleDraft, RuleShape } from '../automod/rule.ts';
import { draftOf } from '../automod/rules.ts';
import { type Change, diffSettings } from './diff.ts';
import type { Names } from './words.ts';

/*
 * A rule as one flat form: what all rules have and the settings of its kind beside each other, so that what draws, reads and
 * compares settings does the same for rules.
 */
const top = {
  name: RuleShape.name.meta({
    title: 'Name',
    description: 'Unique in the guild, whatever its case.',
    group: 'Rule',
  }),
  enabled: z.boolean().meta({
    title: 'Switched on',
    description: 'Off: it neither acts nor watches.',
    group: 'Rule',
  }),
};
const does = 'What it does';
const deed = {
  mode: RuleShape.mode.meta({
    title: 'Mode',
    description: '',
    group: does,
    choices: { enforce: 'Enforce', monitor: 'Only watch' },
  }),
  action: z.enum(actions).meta({
    title: 'Action',
    group: does,
    choices: {
      delete: 'Only delete the messages',
      warn: 'Warning',
      timeout: 'Timeout',
      kick: 'Kick',
      ban: 'Ban',
    },
  }),
  timeoutMinutes: z.int().optional().meta({
    title: 'The timeout lasts',
    description: '28 days at most, which is 40,320 minutes.',
    unit: 'minutes',
    group: does,
  }),
  banDeleteHours: z.int().optional().meta({
    title: 'A ban deletes the messages of the last',
    description: 'Whatever they are, in all channels. 0: none; 168, which is 7 days, at most.',
    unit: 'hours',
    group: does,
  }),
  deleteMessages: z.boolean().meta({
    title: 'Delete the messages as well',
    description: 'Those that made it fire, and those that follow while it holds.',
    group: does,
  }),
};
const exempt = 'Who is exempt';
const exemptions = {
  exemptModerators: z.boolean().meta({
    title: 'Moderators are exempt',
    description: 'Whoever has Manage Messages or the moderator role, and the owner.',
    group: exempt,
  }),
  exemptRoles: RuleShape.exemptRoles.meta({
    title: 'Exempt roles',
    description: '',
    widget: 'roles',
    group: exempt,
  }),
  exemptChannels: RuleShape.exemptChannels.meta({
    title: 'Exempt channels',
    description: 'Their threads are exempt as well.',
    widget: 'channels',
    group: exempt,
  }),
};

/** What only rules about messages are asked. */
const ofMessages = ['deleteMessages', 'exemptChannels'];

/** The fields of a kind's rules as a schema, in the order of the form. */
export function formSchema(kind: KindName): z.ZodObject {
  const { schema, on } = kindOf(kind);
  const shape = Object.entries({ ...top, ...schema.shape, ...deed, ...exemptions });
  return z.object(Object.fromEntries(shape.filter(([key]) => on === 'message' || !ofMessages.includes(key))));
}

/** A rule's values by the fields of its form; of an action only what belongs to it. */
export function flatten(rule: RuleDraft): Record<string, unknown> {
  const { settings, action, kind: _, ...rest } = draftOf(rule);
  return {
    ...rest,
    ...settings,
    action: action.is,
    timeoutMinutes: action.is === 'timeout' ? action.minutes : undefined,
    banDeleteHours: action.is === 'ban' ? action.deleteHours : undefined,
  };
}

/** What a rule becomes, as people read it; a new one with all that it is. */
export function diffRules(before: RuleDraft | undefined, after: RuleDraft, names: Names): Change[] {
  const changes = diffSettings(
    { schema: formSchema(after.kind) },
    before ? flatten(before) : {},
    flatten(after),
    names,
  );
  return before ? changes : changes.map((change) => ({ ...change, before: '' }));
}
