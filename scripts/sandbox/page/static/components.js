import { choose } from './choose.js';
import { attempt } from './dialog.js';
import { el } from './dom.js';
import { colour, isWeb, picture } from './embed.js';
import { start } from './started.js';
import { store } from './store.js';
import { link, words } from './words.js';

const looks = { 1: 'main', 2: 'plain', 3: 'good', 4: 'grave', 5: 'plain' };

/** Discord's component types by number. */
const kinds = {
  1: (part, entry) => el('div', { class: 'row' }, inside(part.components, entry)),
  2: pressable,
  3: selectable,
  5: selectable,
  6: selectable,
  7: selectable,
  8: selectable,
  9: (part, entry) =>
    el(
      'div',
      { class: 'section' },
      el('div', {}, inside(part.components, entry)),
      inside([part.accessory], entry),
    ),
  10: ({ content }) => el('div', { class: 'text' }, words(content ?? '')),
  11: ({ media }) => picture(media),
  12: ({ items = [] }) =>
    el(
      'div',
      {},
      items.map(({ media }) => picture(media)),
    ),
  13: ({ file }) => el('p', { class: 'attachment' }, '📎 ', file?.url?.replace(/^attachment:\/\//, '')),
  14: ({ divider = true }) => (divider ? el('hr') : el('div', { class: 'gap' })),
  17: (part, entry) => {
    const made = el('div', { class: 'container' }, inside(part.components, entry));
    if (typeof part.accent_color === 'number') made.style.borderLeftColor = colour(part.accent_color);
    return made;
  },
};

export function componentsOf(entry) {
  return inside(entry.components, entry);
}

function inside(parts, entry) {
  return (parts ?? []).filter(Boolean).map((part) => {
    const draw = Object.hasOwn(kinds, part.type) ? kinds[part.type] : null;
    return draw
      ? draw(part, entry)
      : el('em', {}, `(a component of type ${part.type} that this page does not know)`);
  });
}

function pressable({ style = 2, label, emoji, custom_id, url, disabled }, entry) {
  const face = [emoji?.id ? `:${emoji.name}:` : emoji?.name, label].filter(Boolean).join(' ') || '…';
  if (isWeb(url)) return link(url, [`${face} ↗`], { class: 'button plain' });
  return el(
    'button',
    {
      type: 'button',
      class: looks[style] ?? 'plain',
      disabled: disabled || url !== undefined,
      'data-part': custom_id,
      on: { click: () => click(entry, custom_id) },
    },
    face,
  );
}

function selectable(part, entry) {
  const { placeholder = 'Choose …', custom_id, disabled } = part;
  const chosen = (part.options ?? []).filter((option) => option.default).map(({ label }) => label);
  const send = (values) => press(entry, custom_id, values);
  return el(
    'button',
    {
      type: 'button',
      class: 'plain select',
      disabled,
      'aria-haspopup': 'dialog',
      'data-part': custom_id,
      on: { click: () => choose(part, send) },
    },
    chosen.length > 0 ? chosen.join(', ') : placeholder,
    el('span', { 'aria-hidden': 'true' }, ' ▾'),
  );
}

function click(entry, customId) {
  return attempt(() => press(entry, customId));
}

function press({ id }, customId, values) {
  return start('click', { message: id, user: store.place.member, customId, values });
}
