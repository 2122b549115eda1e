import { changedKeys } from '../../shared/settings/change.ts';
import type { SettingsDefinition } from '../../shared/settings/definition.ts';
import { diffSettings } from '../../shared/settings/diff.ts';
import { fieldsOf } from '../../shared/settings/fields.ts';
import { inWords, type Names } from '../../shared/settings/words.ts';
import { type Posted, textsOf } from './settings-form.ts';

type Values = Readonly<Record<string, unknown>>;

/** Two who began with the same settings, where that is still known. */
export interface Sides {
  base?: Values;
  theirs: Values;
  yours: Values;
}

/**
 * The fields in which the two differ, with what each made of them. Suggested is whatever only one of them changed;
 * where both did, what stands already.
 */
export function listConflicts(definition: SettingsDefinition, { base, theirs, yours }: Sides, names: Names) {
  const differing = new Set(changedKeys(theirs, yours));
  return fieldsOf(definition.schema)
    .filter(({ key }) => differing.has(key))
    .map((field) => {
      const { key } = field;
      const isMine = base !== undefined && changedKeys(base, theirs).indexOf(key) < 0;
      const isTheirs = base !== undefined && changedKeys(base, yours).indexOf(key) < 0;
      const words = (side: Values) =>
        base && Array.isArray(side[key])
          ? listWords(definition, base, { ...base, [key]: side[key] }, names)
          : inWords(field, side[key], names);
      return {
        name: `choice-${key}`,
        label: field.title,
        suggested: isMine ? 'yours' : 'theirs',
        help:
          base &&
          `${isMine || isTheirs ? '' : 'Changed by both. '}When you began: ${inWords(field, base[key], names)}`,
        options: [
          { value: 'theirs', text: `As saved: ${words(theirs)}` },
          { value: 'yours', text: `As you typed: ${words(yours)}` },
        ],
      };
    });
}

/** What was chosen of both; without a choice what is saved stands. */
export function mergeChosen({ theirs, yours }: Sides, posted: Posted): Record<string, unknown> {
  const isYours = (key: string) => textsOf(posted, `choice-${key}`)[0] === 'yours';
  return { ...theirs, ...Object.fromEntries(Object.entries(yours).filter(([key]) => isYours(key))) };
}

function listWords(definition: SettingsDefinition, base: Values, side: Values, names: Names): string {
  const [change] = diffSettings(definition, base, side, names);
  if (!change) return 'unchanged';
  const { before, after } = change;
  return [before && `without ${before}`, after && `with ${after}`].filter(Boolean).join('; ');
}
