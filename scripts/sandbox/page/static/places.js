import { byId, el } from './dom.js';
import { look } from './server.js';
import { address, go, onView, store } from './store.js';
import { suggestTo } from './suggest.js';

const signs = { 2: '🔊', 5: '📣', 10: '↳', 11: '↳', 12: '↳', 13: '🔊', 15: '🗂', 16: '🗂' };
const guildField = el('input', { type: 'text', id: 'guild' });
const memberField = el('input', { type: 'text', id: 'member' });
const channels = el('ul', { class: 'channels' });
let print = '';

/** The guild, the channel and the member one acts as. */
export function startPlaces(left) {
  byId('places').append(
    search('Guild', guildField),
    search('Act as', memberField),
    el('h2', { id: 'channels-title' }, 'Channels'),
    channels,
  );
  choosing(guildField, 'Guilds', findGuilds, (guild) => ({ guild, channel: '', member: '' }));
  choosing(memberField, 'Members', findMembers, (member) => ({ member }));
  channels.setAttribute('aria-labelledby', 'channels-title');
  channels.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    left();
    return go({ channel: link.dataset.channel });
  });
  onView((view) => view && draw(view));
}

function search(label, field) {
  return el(
    'div',
    { class: 'field' },
    el('label', { for: field.id }, label),
    el('span', { class: 'combo' }, field),
  );
}

/** Emptied when one comes, so that one sees all there is; named again when one goes. */
function choosing(field, label, find, change) {
  suggestTo(field, {
    label,
    eager: true,
    find,
    pick: ({ id }) => {
      field.blur();
      return go(change(id));
    },
  });
  field.addEventListener('focus', () => field.select());
  field.addEventListener('blur', name);
}

async function findGuilds(typed) {
  const { shown } = (await look('guilds', { search: searched(typed, store.view?.guild.name) })) ?? {
    shown: [],
  };
  return shown.map(({ id, name, members }) => ({
    id,
    label: name,
    hint: `${members.toLocaleString()} members`,
  }));
}

async function findMembers(typed) {
  const search = searched(typed, store.view?.me.name);
  const { shown } = (await look('members', { ...store.place, search })) ?? { shown: [] };
  return shown
    .filter(({ isBot }) => !isBot)
    .map(({ id, name, username, isOwner }) => ({
      id,
      label: name,
      hint: isOwner ? `${username}, owner` : username,
    }));
}

/** What stands there before one types is no search. */
function searched(typed, current) {
  return typed === current ? '' : typed;
}

function name() {
  guildField.value = store.view?.guild.name ?? '';
  memberField.value = store.view?.me.name ?? '';
}

function draw({ channels: all, channel, guild, me, bot }) {
  if (document.activeElement !== guildField) guildField.value = guild.name;
  if (document.activeElement !== memberField) memberField.value = me.name;
  const now = JSON.stringify([all, channel?.id, guild.id, me.id, bot.name]);
  if (now === print) return;
  print = now;
  const focused = channels.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  const top = all.filter(({ parentId }) => !all.some(({ id }) => id === parentId));
  channels.replaceChildren(
    line('direct', `✉ ${bot.name}`, channel?.isDirect),
    ...top.map((one) => branch(one, all, channel?.id)),
  );
  if (focused) channels.querySelector(`a[data-channel="${CSS.escape(focused)}"]`)?.focus();
}

function branch(one, all, current) {
  const inside = all
    .filter(({ parentId }) => parentId === one.id)
    .map((child) => branch(child, all, current));
  const isCategory = one.type === 4;
  const made = isCategory
    ? el('li', { class: 'category' }, el('span', {}, one.name))
    : line(one.id, title(one), one.id === current);
  if (inside.length > 0) made.append(el('ul', {}, inside));
  return made;
}

export function title({ type, name, thread }) {
  return `${signs[type] ?? '#'} ${name}${thread?.archived ? ' (archived)' : ''}`;
}

function line(id, label, isCurrent) {
  const link = el(
    'a',
    { href: address({ channel: id }), 'data-channel': id, 'aria-current': isCurrent ? 'page' : null },
    label,
  );
  return el('li', {}, link);
}
