import { el } from './dom.js';

let closeOpen = () => {};

/** A menu at a point of the window, or below what it belongs to. Items are `{ label, run, isGrave }`; null divides. */
export function openMenu(at, label, items) {
  closeOpen();
  const before = document.activeElement;
  const menu = el('div', { role: 'menu', class: 'menu', 'aria-label': label });
  const close = () => {
    closeOpen = () => {};
    const hadFocus = menu.contains(document.activeElement);
    menu.remove();
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('blur', close);
    if (hadFocus) standIn(before)?.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  for (const item of items) menu.append(item ? entry(item, close) : el('hr'));
  menu.addEventListener('keydown', (event) => {
    if (move(menu, event.key) || event.key === 'Escape' || event.key === 'Tab') event.preventDefault();
    if (event.key === 'Escape' || event.key === 'Tab') close();
  });
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('blur', close);
  document.body.append(menu);
  settle(menu, at);
  menu.querySelector('[role=menuitem]')?.focus();
  closeOpen = close;
}

/** For the right button's press: whoever opens a menu with it goes on where they were. */
export function keepFocus(event) {
  if (event.button === 2) event.preventDefault();
}

/** What is drawn in the place of an element that is gone: the same part of the same entry. */
function standIn(element) {
  if (element.isConnected) return element;
  const keyOf = (one) => one.closest('[data-key]')?.dataset.key;
  return [...document.querySelectorAll('[data-part]')].find(
    (one) => one.dataset.part === element.dataset.part && keyOf(one) === keyOf(element),
  );
}

function entry({ label, run, isGrave }, close) {
  return el(
    'button',
    {
      type: 'button',
      role: 'menuitem',
      tabindex: '-1',
      class: isGrave && 'grave',
      on: {
        click: () => {
          close();
          run();
        },
      },
    },
    label,
  );
}

function move(menu, key) {
  const entries = [...menu.querySelectorAll('[role=menuitem]')];
  const now = entries.indexOf(document.activeElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[key];
  if (next === undefined) return false;
  entries.at(next % entries.length)?.focus();
  return true;
}

/** Wholly inside the window. */
function settle(menu, at) {
  const { x, y } = at instanceof Element ? corner(at) : at;
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
}

function corner(element) {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 2 };
}
