import { el, freshId } from './dom.js';

/** A control with its label, and what one should know about it; `frame` is what it stands in already. */
export function labelled(label, control, { hint, optional = false, frame = control } = {}) {
  control.id ||= freshId('field');
  const note = hint && el('small', { id: freshId('hint') }, hint);
  if (note) control.setAttribute('aria-describedby', note.id);
  return el(
    'div',
    { class: 'field' },
    el('label', { for: control.id }, label, optional && el('small', {}, ' optional')),
    frame,
    note,
  );
}

export function group(legend, hint, ...children) {
  return el(
    'fieldset',
    { class: 'field' },
    el('legend', {}, legend),
    hint && el('small', {}, hint),
    children,
  );
}

export function select(choices, chosen = '') {
  const made = el('select');
  for (const [value, label] of choices) made.append(el('option', { value }, label));
  made.value = chosen;
  return made;
}

/** A box or a point with its text; `hint` below. */
export function tick(type, name, { value, label, hint, isChecked }) {
  const box = el('input', { type, name, value, id: freshId('tick') });
  box.checked = Boolean(isChecked);
  return el(
    'div',
    { class: 'tick' },
    box,
    el('label', { for: box.id }, label, hint && el('small', {}, ` ${hint}`)),
  );
}
