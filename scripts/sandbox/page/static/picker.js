import { button, el } from './dom.js';
import { look } from './server.js';
import { store } from './store.js';
import { suggestTo } from './suggest.js';

/**
 * A field that chooses users, roles or channels by searching; `kind` is `user`, `role`, `channel` or `mentionable`.
 * `changed` hears of every choice; `filled` moves the focus on when there is no more to choose.
 * Enter on what was chosen is left to the form around: it sends.
 */
export function picker(kind, { most = 1, chosen = [], changed = () => {}, filled = focusLast } = {}) {
  const input = el('input', { type: 'text', placeholder: 'Type to search' });
  const chips = el('span', { class: 'chips' });
  const values = new Map();
  const wrap = el('span', { class: 'picker' }, chips, el('span', { class: 'combo' }, input));
  const draw = () => {
    chips.replaceChildren(
      ...[...values].map(([id, label]) =>
        button(`${label} ×`, () => remove(id), {
          class: 'chip',
          'aria-label': `Remove ${label}`,
          'aria-keyshortcuts': 'Delete',
          'data-id': id,
        }),
      ),
    );
    input.hidden = values.size >= most;
  };
  const remove = (id) => {
    values.delete(id);
    draw();
    input.focus();
    changed();
  };
  chips.addEventListener('keydown', (event) => {
    const removes = event.key === 'Delete' || event.key === 'Backspace';
    if (removes || event.key === 'Enter') event.preventDefault();
    if (removes) remove(event.target.dataset.id);
  });
  suggestTo(input, {
    label: 'What can be chosen',
    eager: true,
    find: async (search) => {
      const found = (await look(kind, { ...store.place, search })) ?? [];
      return found.filter(({ id }) => !values.has(id));
    },
    pick: ({ id, label }) => {
      values.set(id, label);
      input.value = '';
      draw();
      if (values.size >= most) filled(chips);
      changed();
    },
  });
  for (const { id, label } of chosen) values.set(id, label);
  draw();
  return {
    element: wrap,
    input,
    values: () => [...values.keys()],
    focus: () => (input.hidden ? focusLast(chips) : input.focus()),
  };
}

function focusLast(chips) {
  chips.lastElementChild.focus();
}
