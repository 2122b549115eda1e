import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { fieldOf } from './modal-fields.js';
import { start, take } from './started.js';
import { words } from './words.js';

/** Opens the forms that the bot answered with to what this tab did. */
export function openModals(view) {
  for (const modal of view.modals) if (take(modal.interaction)) open(modal);
}

function open({ interaction, title, components }) {
  const fields = [];
  const content = el(
    'div',
    { class: 'fields' },
    components.map((part) => drawn(part, fields)),
  );
  openDialog({
    title,
    content,
    send: () =>
      start('submit', {
        modal: interaction,
        fields: Object.fromEntries(fields.map(({ id, value }) => [id, value()])),
      }),
  });
}

function drawn(part, fields) {
  if (part.type === 10) return el('div', { class: 'text' }, words(part.content ?? ''));
  const inner = part.component ?? part.components?.[0];
  const field = inner && fieldOf(inner, part.label ?? inner.label ?? '', part.description);
  if (!field) return el('p', {}, '(a field that this page does not know)');
  fields.push({ id: inner.custom_id, value: field.value });
  return field.element;
}
