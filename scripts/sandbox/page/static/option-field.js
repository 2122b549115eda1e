import { el } from './dom.js';
import { group, labelled, select } from './field.js';
import { picker } from './picker.js';
import { suggestions } from './server.js';
import { suggestTo } from './suggest.js';

const [string, integer, boolean, user, channel, role, mentionable, number, file] = [
  3, 4, 5, 6, 7, 8, 9, 10, 11,
];
const searched = { [user]: 'user', [channel]: 'channel', [role]: 'role', [mentionable]: 'mentionable' };
const numeric = [integer, number];

/**
 * The field of a command's option as `{ element, value(), focus() }`; its value is undefined while nothing is chosen.
 * Where one searches, `isUnfinished()` tells that something was typed and nothing chosen.
 * `current` tells the whole order as far as it is filled in, for the bot's suggestions; `filled` moves the focus on.
 */
export function optionField(option, current, filled) {
  if (option.choices?.length)
    return dropdown(
      option,
      option.choices.map(({ name, value }) => [name, value]),
    );
  if (option.type === boolean)
    return dropdown(option, [
      ['yes', true],
      ['no', false],
    ]);
  if (searched[option.type]) return search(option, filled);
  if (option.type === file) return named(option);
  return typed(option, current);
}

function about({ description, required }) {
  return { hint: description, optional: !required };
}

/** Values may be numbers or booleans: the places in the list stand for them. */
function dropdown(option, choices) {
  const control = select([['', '–'], ...choices.map(([name], n) => [String(n), name])]);
  return {
    element: labelled(option.name, control, about(option)),
    value: () => choices[Number(control.value || -1)]?.[1],
    focus: () => control.focus(),
  };
}

function search(option, filled) {
  const field = picker(searched[option.type], { filled });
  const element = labelled(option.name, field.input, { ...about(option), frame: field.element });
  return {
    element,
    value: () => field.values()[0],
    isUnfinished: () => field.input.value.trim() !== '',
    focus: field.focus,
  };
}

function named(option) {
  const name = el('input', { type: 'text', autocomplete: 'off' });
  const size = el('input', { type: 'number', min: 0, value: 1_024 });
  const element = group(
    option.required ? option.name : `${option.name} (optional)`,
    option.description,
    labelled('File name', name),
    labelled('Size in bytes', size),
  );
  return {
    element,
    value: () =>
      name.value.trim() ? { filename: name.value.trim(), size: Math.floor(Number(size.value)) } : undefined,
    focus: () => name.focus(),
  };
}

function typed(option, current) {
  const isNumber = numeric.includes(option.type);
  const control = el('input', {
    type: 'text',
    inputmode: isNumber ? 'decimal' : undefined,
    autocomplete: 'off',
  });
  const picked = { text: null, value: null };
  const hint = [option.description, limits(option)].filter(Boolean).join(' · ');
  const frame = el('span', { class: 'combo' }, control);
  const element = labelled(option.name, control, { ...about(option), hint, frame });
  if (option.autocomplete) {
    suggestTo(control, {
      label: `Suggestions for ${option.name}`,
      eager: true,
      find: () => ask(option, current()),
      pick({ label, value }) {
        control.value = label;
        Object.assign(picked, { text: label, value });
      },
    });
  }
  return {
    element,
    value() {
      const text = control.value;
      if (text === '') return undefined;
      if (text === picked.text) return picked.value;
      return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    },
    focus: () => control.focus(),
  };
}

/** The bot's choices; none where it does not answer. While something is typed, it is sent as it stands. */
async function ask(option, order) {
  const choices = await suggestions({ ...order, attachments: undefined, focused: option.name }).catch(
    () => [],
  );
  return choices.map(({ name, value }) => ({ label: name, value }));
}

function limits({ type, min_value, max_value, min_length, max_length }) {
  const [least, most] = numeric.includes(type) ? [min_value, max_value] : [min_length, max_length];
  const unit = type === string ? ' characters' : '';
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (least !== undefined) return `at least ${least}${unit}`;
  return most === undefined ? '' : `at most ${most}${unit}`;
}
