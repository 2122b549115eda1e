import { type KindName, kindOf } from '../../shared/automod/kinds/registry.ts';
import type { RuleDraft } from '../../shared/automod/rule.ts';
import { checkDraft } from '../../shared/automod/rule-draft.ts';
import type { Fault } from '../../shared/core/faults.ts';
import { type Field, fieldsOf } from '../../shared/settings/fields.ts';
import { flatten, formSchema } from '../../shared/settings/rule-fields.ts';
import { fillForm, type Posted, readForm, textsOf } from './settings-form.ts';

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
