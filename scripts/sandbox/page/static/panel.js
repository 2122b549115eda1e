import { byId, el } from './dom.js';
import { lists } from './lists.js';
import { onView } from './store.js';
import { trouble } from './trouble.js';

const tabs = { ...lists, trouble };
const content = el('div', { role: 'tabpanel', id: 'tab-content', tabindex: '0' });
let current = 'members';
let busy = false;
let again = false;

/**
 * The lists beside the chat: one at a time, as they are now. A tab is `{ title, open(content), update() }`;
 * `isMoving`: it changes also while nothing happens.
 */
export function startPanel() {
  const buttons = Object.entries(tabs).map(([name, { title }]) =>
    el(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${name}`,
        'aria-controls': content.id,
        on: { click: () => open(name) },
      },
      title,
    ),
  );
  const bar = el('div', { role: 'tablist', 'aria-label': 'Lists and trouble', class: 'tabs' }, buttons);
  bar.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = Object.keys(tabs);
    select(names.at((names.indexOf(current) + step) % names.length));
    byId(`tab-${current}`).focus();
    return update();
  });
  byId('panel').append(bar, content);
  select(current);
  onView(update);
  setInterval(() => tabs[current].isMoving && !document.hidden && update(), 2_000);
}

function open(name) {
  select(name);
  return update();
}

function select(name) {
  current = name;
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const isOpen = tab.id === `tab-${name}`;
    tab.setAttribute('aria-selected', String(isOpen));
    tab.tabIndex = isOpen ? 0 : -1;
  }
  content.setAttribute('aria-labelledby', `tab-${name}`);
  content.replaceChildren();
  tabs[name].open(content);
}

/** One look at a time. */
async function update() {
  again = true;
  if (busy || getComputedStyle(byId('panel')).display === 'none') return;
  busy = true;
  while (again) {
    again = false;
    await tabs[current].update().catch(() => {});
  }
  busy = false;
}
