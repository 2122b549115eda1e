import { el } from './dom.js';
import { group, labelled, select, tick } from './field.js';
import { picker } from './picker.js';

const searched = { 5: 'user', 6: 'role', 7: 'mentionable', 8: 'channel' };

/** A field of a bot's form as `{ element, value() }`; null: of a type that is not known. */
export function fieldOf(part, label, description) {
  const optional = part.required === false;
  const about = { hint: description, optional };
  if (searched[part.type]) return search(part, label, about);
  return Object.hasOwn(byType, part.type) ? byType[part.type](part, label, about) : null;
}

const byType = {
  3: (part, label, about) =>
    isSingle(part) ? dropdown(part, label, about) : ticks('checkbox', part, label, about),
  4: text,
  19: files,
  21: (part, label, about) => ticks('radio', part, label, about),
  22: (part, label, about) => ticks('checkbox', part, label, about),
  23(part, label, { hint }) {
    const box = tick('checkbox', part.custom_id, { label, hint, isChecked: part.default });
    return { element: box, value: () => box.querySelector('input').checked };
  },
};

function text(part, label, about) {
  const control =
    part.style === 2 ? el('textarea', { rows: 4 }) : el('input', { type: 'text', autocomplete: 'off' });
  control.value = part.value ?? '';
  if (part.placeholder) control.placeholder = part.placeholder;
  if (part.max_length) control.maxLength = part.max_length;
  return { element: labelled(label, control, about), value: () => control.value };
}

function isSingle({ max_values = 1 }) {
  return max_values === 1;
}

function dropdown(part, label, about) {
  const chosen = part.options.find((option) => option.default)?.value ?? '';
  const choices = part.options.map((option) => [option.value, option.label]);
  const control = select([['', part.placeholder ?? '–'], ...choices], chosen);
  return { element: labelled(label, control, about), value: () => [control.value].filter(Boolean) };
}

function ticks(type, part, label, { hint, optional }) {
  const boxes = part.options.map((option) =>
    tick(type, part.custom_id, { ...option, hint: option.description, isChecked: option.default }),
  );
  const element = group(optional ? `${label} (optional)` : label, hint, boxes);
  return { element, value: () => [...element.querySelectorAll('input:checked')].map(({ value }) => value) };
}

function search(part, label, about) {
  const field = picker(searched[part.type], { most: part.max_values ?? 1 });
  const element = labelled(label, field.input, { ...about, frame: field.element });
  return { element, value: field.values };
}

function files(_part, label, about) {
  const control = el('input', { type: 'text', autocomplete: 'off' });
  const hint = [about.hint, 'Names of files, with commas between them'].filter(Boolean).join('. ');
  const names = () =>
    control.value
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
  return { element: labelled(label, control, { ...about, hint }), value: names };
}
