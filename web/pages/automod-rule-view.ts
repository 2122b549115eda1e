import type { RuleDraft } from '../../shared/automod/rule.ts';
import { formSchema } from '../../shared/settings/rule-fields.ts';
import { type Posted, textsOf } from './settings-form.ts';
import { type Picks, viewForm } from './settings-view.ts';

/** A rule's form as the template draws it, showing what is posted or stored. */
export function viewRule(
  kind: RuleDraft['kind'],
  posted: Posted,
  errors: Readonly<Record<string, string>>,
  picks: Picks,
) {
  const schema = formSchema(kind);
  const isOfMessages = 'deleteMessages' in schema.shape;
  const [action] = textsOf(posted, 'action');
  return viewForm({ schema }, posted, errors, picks).map(({ title, isFolded, fields }) => ({
    title: title === 'General' ? 'What it looks for' : title,
    isFolded,
    fields: fields.map((field) => {
      const { name, control } = field;
      const only = onlyFor[name];
      if (control.is === 'number' && only)
        return { ...field, only, required: undefined, control: { is: control.is, whole: false } };
      if (control.is !== 'choice') return { ...field, only };
      const options = control.options
        .filter(({ value }) => isOfMessages || name !== 'action' || value !== 'delete' || value === action)
        .map((option) => ({ ...option, help: helps[`${name} ${option.value}`] }));
      return { ...field, control: { ...control, options } };
    }),
  }));
}

/**
 * Shown only with some actions, where the browser can tell (forms.css). The browser must not refuse what is in a field that
 * nobody sees, so that it is told no limits.
 */
const onlyFor: Record<string, string> = {
  timeoutMinutes: 'timeout',
  banDeleteHours: 'ban',
  deleteMessages: 'member',
};

const helps: Record<string, string> = {
  'mode monitor': 'It records what it would have done, and does nothing.',
  'mode enforce': 'It acts.',
  'action warn': 'The member is told in private, and the log channel as well. Warnings expire.',
};
