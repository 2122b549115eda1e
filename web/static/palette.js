// Ctrl-K: every page one may open, guilds as one types, and the search; "/" goes to the search box.
const find = document.getElementById('find');
const most = 12;
let dialog;
let input;
let list;
let chosen = 0;
let guilds = [];
let asked = 0;

document.addEventListener('keydown', (event) => {
  if (!find) return;
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    open();
  } else if (event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
    event.preventDefault();
    find.focus();
    find.select();
  }
});

function isTyping(target) {
  return target.closest('input, textarea, select, [contenteditable]') !== null;
}

function open() {
  dialog ??= build();
  if (dialog.open) return;
  input.value = '';
  guilds = [];
  dialog.showModal();
  show();
}

function build() {
  const element = make('dialog', { className: 'palette', ariaLabel: 'Go to' });
  input = make('input', { type: 'text', placeholder: 'Go to a page or guild', autocomplete: 'off' });
  list = make('ul', { id: 'palette-list', role: 'listbox', ariaLabel: 'Pages and guilds' });
  input.role = 'combobox';
  input.ariaLabel = 'Go to';
  input.ariaExpanded = 'true';
  input.setAttribute('aria-controls', list.id);
  element.append(input, list);
  document.body.append(element);
  input.addEventListener('input', () => void suggest());
  input.addEventListener('keydown', move);
  list.addEventListener('click', ({ target }) => go(target.closest('li')));
  element.addEventListener('click', ({ target }) => {
    if (target === element) element.close();
  });
  return element;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/** Shows the pages at once, and the guilds when they are known; of several answers the last question's counts. */
async function suggest() {
  chosen = 0;
  show();
  const words = input.value.trim();
  const question = ++asked;
  if (words.length < 2) {
    guilds = [];
    return show();
  }
  const answer = await fetch(`/admin/search/guilds?search=${encodeURIComponent(words)}`).catch(
    () => undefined,
  );
  const html = answer?.ok ? await answer.text() : '';
  if (question !== asked) return;
  guilds = links(new DOMParser().parseFromString(html, 'text/html'), 'a', 'Guild');
  show();
}

function links(where, selector, kind) {
  return [...where.querySelectorAll(selector)].map((link) => ({
    href: link.getAttribute('href'),
    text: link.querySelector('bdi')?.textContent ?? link.textContent.trim(),
    kind,
  }));
}

function show() {
  const words = input.value.trim().toLowerCase();
  const pages = [
    ...links(
      document,
      '.side nav[aria-label=Guild] a',
      document.querySelector('.side .nav-title')?.textContent,
    ),
    ...links(document, '.side nav[aria-label=Panel] a', 'Panel'),
    ...links(document, '.account .popup a', 'Account'),
  ].filter(({ text }) => text.toLowerCase().includes(words));
  const search = words
    ? [
        {
          href: `/admin/search?q=${encodeURIComponent(input.value.trim())}`,
          text: `Search for “${input.value.trim()}”`,
          kind: '',
        },
      ]
    : [];
  const entries = [...pages, ...guilds].slice(0, most).concat(search);
  chosen = Math.min(chosen, Math.max(0, entries.length - 1));
  list.replaceChildren(...entries.map(option));
  mark();
}

function option({ href, text, kind }, index) {
  const item = make('li', { id: `palette-${index}`, role: 'option' });
  item.dataset.href = href;
  item.append(make('bdi', { textContent: text }), make('bdi', { className: 'quiet', textContent: kind }));
  return item;
}

function mark() {
  for (const [index, item] of [...list.children].entries()) item.ariaSelected = String(index === chosen);
  const item = list.children[chosen];
  if (item) input.setAttribute('aria-activedescendant', item.id);
  else input.removeAttribute('aria-activedescendant');
  item?.scrollIntoView({ block: 'nearest' });
}

const steps = { ArrowDown: 1, ArrowUp: -1 };

function move(event) {
  if (event.key === 'Enter') {
    event.preventDefault();
    go(list.children[chosen]);
  } else if (event.key in steps && list.children.length > 0) {
    event.preventDefault();
    chosen = (chosen + steps[event.key] + list.children.length) % list.children.length;
    mark();
  }
}

function go(item) {
  if (item) location.assign(item.dataset.href);
}
