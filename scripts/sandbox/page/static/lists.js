import { attempt } from './dialog.js';
import { button, el } from './dom.js';
import { colour } from './embed.js';
import { labelled } from './field.js';
import { openMemberMenu } from './member-menu.js';
import { keepFocus } from './menu.js';
import { look } from './server.js';
import { setTimeOut, unban } from './staff.js';
import { store } from './store.js';
import { fromNow, moment, stamp } from './time.js';

/** The tabs that list something. */
export const lists = {
  members: members(),
  roles: list('Roles', 'roles', 'No roles', role),
  bans: list('Bans', 'bans', 'Nobody is banned', banned),
  timeouts: list('Timeouts', 'timeouts', 'Nobody is timed out', timedOut),
  audit: list('Audit log', 'audit', 'Nothing has happened yet', logged),
  asked: list('Requests', 'asked', 'The bot has not asked for anything yet', request),
};

function list(title, view, nothing, draw) {
  const tab = { holder: null, print: '' };
  return {
    title,
    open(content) {
      tab.holder = el('ul', { class: 'lines' });
      tab.print = '';
      content.append(tab.holder);
    },
    async update() {
      const found = await look(view, store.place);
      show(tab, found?.shown ?? found ?? [], nothing, draw);
    },
  };
}

function members() {
  const tab = { holder: null, print: '', count: null };
  const search = el('input', { type: 'search', autocomplete: 'off' });
  const update = async () => {
    const found = await look('members', { ...store.place, search: search.value });
    if (!found) return;
    tab.count.textContent = `${found.total.toLocaleString()} members${found.shown.length < found.total ? `, ${found.shown.length} shown` : ''}`;
    show(tab, found.shown, 'Nobody fits', person);
  };
  search.addEventListener('input', () => update().catch(() => {}));
  return {
    title: 'Members',
    open(content) {
      tab.holder = el('ul', { class: 'lines' });
      tab.count = el('p', { class: 'aside' });
      tab.print = '';
      content.append(labelled('Search', search), tab.count, tab.holder);
    },
    update,
  };
}

/** Only what changed is drawn: the focus stays. */
function show(tab, found, nothing, draw) {
  const print = JSON.stringify(found);
  if (print === tab.print) return;
  tab.print = print;
  const focused = tab.holder.contains(document.activeElement) ? document.activeElement.dataset.part : null;
  tab.holder.replaceChildren(
    ...(found.length > 0 ? found.map(draw) : [el('li', { class: 'aside' }, nothing)]),
  );
  if (focused)
    [...tab.holder.querySelectorAll('[data-part]')].find(({ dataset }) => dataset.part === focused)?.focus();
}

function swatch(number) {
  const made = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  if (number) made.style.background = colour(number);
  return made;
}

const presences = { online: 'online', idle: 'idle', dnd: 'do not disturb', offline: 'offline' };

function presence(status) {
  const words = presences[status] ?? status;
  return el(
    'span',
    { class: 'presence', 'data-status': status, title: words },
    el('span', { class: 'unseen' }, ` ${words}`),
  );
}

function person(one) {
  const open = (event) => {
    event.preventDefault();
    return openMemberMenu(event.currentTarget, one);
  };
  const line = el(
    'button',
    {
      type: 'button',
      class: 'line',
      'aria-haspopup': 'menu',
      'data-part': one.id,
      on: { mousedown: keepFocus, click: open, contextmenu: open },
    },
    el(
      'span',
      {},
      one.name,
      one.presence && presence(one.presence),
      one.isBot && el('span', { class: 'badge' }, 'bot'),
      one.isOwner && el('span', { class: 'badge' }, 'owner'),
    ),
    el(
      'small',
      {},
      one.timeoutUntil ? `timed out, ends ${fromNow(Date.parse(one.timeoutUntil))}` : one.username,
    ),
  );
  if (one.colour) line.style.borderLeftColor = colour(one.colour);
  return el('li', {}, line);
}

function role({ colour: number, name, holders, isManaged }) {
  return el(
    'li',
    { class: 'line' },
    swatch(number),
    el('span', {}, name, isManaged && el('span', { class: 'badge' }, 'managed')),
    el('small', {}, `${holders.toLocaleString()} ${holders === 1 ? 'member' : 'members'}`),
  );
}

function banned(one) {
  return el(
    'li',
    { class: 'line' },
    el('span', {}, one.name, el('small', {}, one.reason ?? 'no reason given')),
    button('Unban', () => unban(one), {
      class: 'plain',
      'data-part': one.id,
      'aria-label': `Unban ${one.name}`,
    }),
  );
}

function timedOut(one) {
  return el(
    'li',
    { class: 'line' },
    el('span', {}, one.name, el('small', {}, 'until ', moment(Date.parse(one.timeoutUntil), 'f'))),
    button('End', () => attempt(() => setTimeOut(one, 0)), {
      class: 'plain',
      'data-part': one.id,
      'aria-label': `End the timeout of ${one.name}`,
    }),
  );
}

function logged({ at, what, by, target, reason, changes }) {
  const words = what.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return el(
    'li',
    {},
    el('span', {}, el('b', {}, by), ` · ${words}`, target && ` · ${target}`),
    el('small', {}, stamp(at), changes.length > 0 && ` · ${changes.join(', ')}`, reason && ` · “${reason}”`),
  );
}

function request({ method, path, status, at, why }) {
  return el(
    'li',
    {},
    el(
      'span',
      { class: 'asked' },
      el('b', { class: status < 400 ? 'well' : 'ill' }, String(status)),
      ` ${method} `,
      el('code', {}, breakable(path)),
    ),
    el('small', {}, moment(at, 'T'), why && ` · ${why}`),
  );
}

/** Broken between its parts where it does not fit on a line. */
function breakable(path) {
  return path.split(/(?=\/)/).flatMap((part) => [el('wbr'), part]);
}
