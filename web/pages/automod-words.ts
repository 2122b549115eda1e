import { countedWords } from '../../shared/automod/evaluate.ts';
import { kindOf } from '../../shared/automod/kinds/registry.ts';
import type { Rule, RuleDraft } from '../../shared/automod/rule.ts';
import { fieldsOf } from '../../shared/settings/fields.ts';
import type { Names } from '../../shared/settings/words.ts';
import { actionInWords, lasting, type Tag } from './firing-words.ts';

/** What a rule looks for, in few words: `5 messages within 10 seconds`, or how long its lists are. */
export function limitsInWords({ kind, settings }: Pick<RuleDraft, 'kind' | 'settings'>): string {
  const { counts, atLeast, within, atOnce } = kindOf(kind).window(settings);
  if (counts !== 'matches') {
    const inOne = atOnce ? `, or ${atOnce} in one message` : '';
    return `${atLeast} ${countedWords[counts]} within ${lasting(within)}${inOne}`;
  }
  const lists = fieldsOf(kindOf(kind).schema).flatMap(({ key, title }) => {
    const list = settings[key];
    return Array.isArray(list)
      ? [`${title}: ${list.length > 0 ? list.length.toLocaleString('en') : 'none'}`]
      : [];
  });
  return lists.join(', ');
}

type Deed = Pick<RuleDraft, 'action' | 'deleteMessages'>;

/** Whether the messages go, where the action does not say so itself. */
export function deletesBesides({ action, deleteMessages }: Deed): boolean {
  return deleteMessages && action.is !== 'delete';
}

/** All that a rule does. */
export function deedInWords(rule: Deed): string {
  return `${actionInWords(rule.action)}${deletesBesides(rule) ? ', and delete the messages' : ''}`;
}

const modeTags: Record<RuleDraft['mode'], Tag> = {
  enforce: { text: 'Enforced', tone: 'good' },
  monitor: { text: 'Only watches', tone: 'warn' },
};

/** How a rule stands. What is switched off neither acts nor watches. */
export function stateTags({
  mode,
  enabled,
  unreadable,
}: Pick<Rule, 'mode' | 'enabled'> & { unreadable: string[] }): Tag[] {
  if (unreadable.length > 0) return [{ text: 'Cannot be read', tone: 'bad' }];
  return enabled ? [modeTags[mode]] : [{ text: 'Off', tone: 'plain' }];
}

/** Who is exempt, each in a word or two. */
export function exemptInWords(rule: RuleDraft, names: Names): string[] {
  const named = (mark: string) => (id: string) => `${mark}${names[id] ?? `deleted (${id})`}`;
  return [
    ...(rule.exemptModerators ? ['Moderators'] : []),
    ...rule.exemptRoles.map(named('@')),
    ...(kindOf(rule.kind).on === 'message' ? rule.exemptChannels.map(named('#')) : []),
  ];
}

/** Lists without which a rule of the kind finds nothing: one of them is enough. */
const needed: Partial<Record<RuleDraft['kind'], readonly string[]>> = {
  words: ['words'],
  pattern: ['patterns'],
  username: ['patterns'],
  links: ['deny', 'allow'],
};

/** Whether it can never fire, as nothing was written into its lists. */
export function isIdle({ kind, settings }: Pick<RuleDraft, 'kind' | 'settings'>): boolean {
  const isEmpty = (key: string) => !Array.isArray(settings[key]) || settings[key].length === 0;
  return needed[kind]?.every(isEmpty) ?? false;
}
