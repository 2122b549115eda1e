import { button, el } from './dom.js';
import { look } from './server.js';
import { store } from './store.js';
import { suggestTo } from './suggest.js';

/**
 * A field that chooses users, roles or channels by searching; `kind` is `user`, `role`, `channel` or `mentionable`.
 * `changed` hears of every choice.
 */
export function picker(kind, { most = 1, chosen = [], changed = () => {} } = {}) {
  const input = el('input', { type: 'text', placeholder: 'Type to search' });
  const chips = el('span', { class: 'chips' });
  const values = new Map();
  const wrap = el('span', { class: 'picker' }, chips, el('span', { class: 'combo' }, input));
  const draw = () => {
    chips.replaceChildren(
      ...[...values].map(([id, label]) =>
        button(`${label} ×`, () => remove(id), { class: 'chip', 'aria-label': `Remove ${label}` }),
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
      if (values.size >= most) chips.lastElementChild.focus();
      changed();
    },
  });
  for (const { id, label } of chosen) values.set(id, label);
  draw();
  return {
    element: wrap,
    input,
    values: () => [...values.keys()],
    focus: () => (input.hidden ? chips.lastElementChild : input).focus(),
  };
}
