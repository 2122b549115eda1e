import { el, freshId } from './dom.js';

const pause = 80; // ms between the last key and the question: there may be much to search

/**
 * Gives a field a list of suggestions, by keyboard and mouse. `find(text)` answers `{ label, hint }` objects, or null
 * where nothing is to be suggested; `pick` gets the chosen one. `eager`: it opens as soon as one is in the field.
 */
export function suggestTo(field, { find, pick, label, eager = false }) {
  const list = el('ul', {
    role: 'listbox',
    id: freshId('list'),
    class: 'suggestions',
    'aria-label': label,
    hidden: true,
  });
  const shown = { options: [], active: -1, asked: 0, pending: null };
  field.after(list);
  field.setAttribute('autocomplete', 'off');
  field.setAttribute('aria-autocomplete', 'list');
  if (field.tagName === 'INPUT') expand(field, list, false);

  const close = () => {
    shown.asked += 1;
    shown.pending = null;
    shown.options = [];
    list.hidden = true;
    expand(field, list, false);
  };
  const activate = (index) => {
    const { options } = shown;
    shown.active = options.length === 0 ? -1 : (index + options.length) % options.length;
    for (const [n, item] of [...list.children].entries())
      item.setAttribute('aria-selected', String(n === shown.active));
    const active = list.children[shown.active];
    if (active) field.setAttribute('aria-activedescendant', active.id);
    active?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (option) => {
    close();
    pick(option);
  };
  const open = (after = 0) => {
    shown.asked += 1;
    shown.pending = search(shown.asked, after);
    return shown.pending;
  };
  const search = async (asked, after) => {
    if (after > 0) await new Promise((resolve) => setTimeout(resolve, after));
    if (asked !== shown.asked) return;
    const options = await find(field.value);
    if (asked !== shown.asked) return;
    shown.pending = null;
    if (!options) return close();
    shown.options = options;
    list.replaceChildren(...options.map((option) => item(option, choose)));
    if (options.length === 0)
      list.append(el('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, 'Nothing fits'));
    list.hidden = false;
    expand(field, list, true);
    activate(0);
  };

  field.addEventListener('input', () => open(field.tagName === 'INPUT' ? pause : 0));
  if (eager) field.addEventListener('focus', () => open());
  if (eager) field.addEventListener('click', () => list.hidden && open());
  field.addEventListener('blur', close);
  /** Whoever types faster than the list comes means what they typed. */
  const chooseSoon = async () => {
    await shown.pending;
    const option = shown.options[shown.active];
    if (option) choose(option);
  };
  field.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === 'ArrowDown') activate(shown.active + 1);
    else if (event.key === 'ArrowUp') activate(shown.active - 1);
    else if (event.key === 'Escape') close();
    else if (!isChoosing(event) || !(shown.pending || shown.options[shown.active])) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    return isChoosing(event) ? chooseSoon() : undefined;
  });
  return { open, close };
}

function isChoosing({ key }) {
  return key === 'Enter' || key === 'Tab';
}

/** A text area is a combobox only while there is a list to it. */
function expand(field, list, isOpen) {
  if (!isOpen) field.removeAttribute('aria-activedescendant');
  if (field.tagName !== 'INPUT' && !isOpen) {
    for (const name of ['role', 'aria-expanded', 'aria-controls']) field.removeAttribute(name);
    return;
  }
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-expanded', String(isOpen));
  field.setAttribute('aria-controls', list.id);
}

function item(option, choose) {
  return el(
    'li',
    {
      role: 'option',
      id: freshId('option'),
      on: {
        mousedown: (event) => event.preventDefault(), // the field keeps the focus
        click: () => choose(option),
      },
    },
    el('span', {}, option.label),
    option.hint && el('small', {}, option.hint),
  );
}
