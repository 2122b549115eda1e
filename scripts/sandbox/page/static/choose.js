import { attempt, openDialog } from './dialog.js';
import { button, el } from './dom.js';
import { tick } from './field.js';
import { picker } from './picker.js';

const searched = { 5: 'user', 6: 'role', 7: 'mentionable', 8: 'channel' };

/** Lets the member choose from a select of a message, and sends what is chosen. */
export function choose(part, send) {
  const title = part.placeholder ?? 'Choose';
  const most = part.max_values ?? 1;
  if (searched[part.type]) return bySearch(title, searched[part.type], most, send);
  if (most === 1 && (part.min_values ?? 1) === 1) return one(title, part.options ?? [], send);
  return several(title, part.options ?? [], send);
}

function one(title, options, send) {
  const run = (value) => {
    dialog.close();
    return attempt(() => send([value]));
  };
  const content = el(
    'div',
    { class: 'choices' },
    options.map((option, n) =>
      button('', () => run(option.value), { class: 'plain choice', 'data-first': n === 0 }),
    ),
  );
  for (const [n, option] of options.entries()) content.children[n].append(...face(option));
  const dialog = openDialog({ title, content, sendLabel: null });
}

function several(title, options, send) {
  const content = el(
    'div',
    { class: 'choices' },
    options.map((option) =>
      tick('checkbox', 'choice', {
        value: option.value,
        label: labelOf(option),
        hint: option.description,
        isChecked: option.default,
      }),
    ),
  );
  const values = () => [...content.querySelectorAll('input:checked')].map(({ value }) => value);
  openDialog({ title, content, sendLabel: 'Choose', send: () => send(values()) });
}

/** A single one is sent at once. */
function bySearch(title, kind, most, send) {
  const changed = () => {
    if (most === 1 && field.values().length === 1) field.element.closest('form').requestSubmit();
  };
  const field = picker(kind, { most, changed });
  field.input.setAttribute('aria-label', title);
  openDialog({ title, content: field.element, sendLabel: 'Choose', send: () => send(field.values()) });
}

function face(option) {
  return [el('span', {}, labelOf(option)), option.description && el('small', {}, option.description)].filter(
    Boolean,
  );
}

function labelOf({ label, emoji }) {
  return [emoji?.id ? `:${emoji.name}:` : emoji?.name, label].filter(Boolean).join(' ');
}
