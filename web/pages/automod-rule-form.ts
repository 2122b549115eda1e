import { z } from 'zod';
import { actions } from '../../shared/automod/action.ts';
import { type KindName, kindOf } from '../../shared/automod/kinds/registry.ts';
import { type RuleDraft, RuleShape } from '../../shared/automod/rule.ts';
import { checkDraft } from '../../shared/automod/rule-draft.ts';
import { draftOf } from '../../shared/automod/rules.ts';
import type { Fault } from '../../shared/core/faults.ts';
import { type Change, diffSettings } from '../../shared/settings/diff.ts';
import { type Field, fieldsOf } from '../../shared/settings/fields.ts';
import type { Names } from '../../shared/settings/words.ts';
import { fillForm, type Posted, readForm, textsOf } from './settings-form.ts';

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

/** The form in which a rule would be posted. What its action does not need is suggested. */
export function fillRule(rule: RuleDraft): Posted {
  const suggested = { timeoutMinutes: '10', banDeleteHours: '0' };
  return { ...suggested, ...fillForm(fieldsOf(formSchema(rule.kind)), flatten(rule)) };
}

/** What a new rule of the kind is before anything is typed. */
export function blankRule(kind: KindName): RuleDraft {
  const isOfMessages = kindOf(kind).on === 'message';
  return {
    name: '',
    kind,
    enabled: true,
    mode: 'monitor',
    action: { is: 'warn' },
    deleteMessages: isOfMessages,
    exemptRoles: [],
    exemptChannels: [],
    exemptModerators: true,
    settings: kindOf(kind).schema.parse({}),
  };
}

export type TypedRule =
  | { is: 'valid'; draft: RuleDraft }
  /** What is wrong, by the field that shows it. */
  | { is: 'faulty'; errors: Record<string, string> };

/** A posted form as a rule; what the form does not ask is as in `base`. */
export function readRule(posted: Posted, base: RuleDraft): TypedRule {
  const fields = fieldsOf(formSchema(base.kind));
  const { given } = readForm(fields, posted);
  const ownKeys = Object.keys(kindOf(base.kind).schema.shape);
  const entries = Object.entries(given);
  const settings = Object.fromEntries(entries.filter(([key]) => ownKeys.includes(key)));
  const {
    action: is,
    timeoutMinutes,
    banDeleteHours,
    ...rest
  } = Object.fromEntries(entries.filter(([key]) => !ownKeys.includes(key)));
  const action = {
    is,
    ...(is === 'timeout' ? { minutes: timeoutMinutes ?? Number.NaN } : {}),
    ...(is === 'ban' ? { deleteHours: banDeleteHours ?? Number.NaN } : {}),
  };
  const checked = checkDraft({ ...base, ...rest, action, settings });
  return checked.is === 'valid'
    ? checked
    : { is: 'faulty', errors: errorsOf(checked.faults, fields, posted) };
}

/** All that is wrong with a field, told beside it; of lists with the line. */
function errorsOf(
  faults: readonly Fault[],
  fields: readonly Field[],
  posted: Posted,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of faults) {
    const [key = '', entry] = path.replace(/^settings\./, '').split('.');
    const control = controls[path] ?? key;
    const isLines = fields.some((field) => field.key === control && field.control.is === 'lines');
    const line = isLines && entry !== undefined ? lineOf(posted, control, Number(entry)) : undefined;
    const told =
      line === undefined ? message : `Line ${line}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
    errors[control] = [errors[control], told].filter(Boolean).join('\n');
  }
  return errors;
}

const controls: Record<string, string> = {
  'action.is': 'action',
  'action.minutes': 'timeoutMinutes',
  'action.deleteHours': 'banDeleteHours',
};

/** Where an entry stands in what was typed: lines with nothing in them are no entries. */
function lineOf(posted: Posted, name: string, entry: number): number | undefined {
  const lines = (textsOf(posted, name)[0] ?? '').split('\n').map((line) => line.trim());
  const typed = lines.flatMap((line, index) => (line === '' ? [] : [index + 1]));
  return typed[entry];
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
