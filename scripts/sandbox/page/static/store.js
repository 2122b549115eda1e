import { look } from './server.js';

const usual = 50; // messages shown at first

/** Where one is and as whom, and what is seen there. */
export const store = {
  place: { guild: '', channel: '', member: '' },
  shown: usual,
  view: null,
};

const listeners = new Set();
let isLooking = false;
let isStale = false;

/** Calls after each look at the sandbox. */
export function onView(listener) {
  listeners.add(listener);
}

/** Looks again; while that is under way, once more afterwards is enough. */
export async function refresh() {
  isStale = true;
  if (isLooking) return;
  isLooking = true;
  while (isStale) {
    isStale = false;
    await lookAgain().catch(() => {}); // the connection's state is shown elsewhere
  }
  isLooking = false;
}

async function lookAgain() {
  const asked = address();
  const view = await look('view', { ...store.place, shown: store.shown });
  if (asked !== address()) return;
  store.view = view;
  if (view) settle(view);
  for (const listener of listeners) listener(view);
}

/** What was not there was replaced: the address says where one really is. */
function settle(view) {
  const channel = view.channel?.isDirect ? 'direct' : (view.channel?.id ?? store.place.channel);
  store.place = { guild: view.guild.id, channel, member: view.me.id };
  if (location.search !== address()) history.replaceState(null, '', address());
}

export function address(change = {}) {
  const place = { ...store.place, ...change };
  return `?${new URLSearchParams(Object.entries(place).filter(([, id]) => id))}`;
}

export function go(change) {
  store.place = { ...store.place, ...change };
  store.shown = usual;
  history.pushState(null, '', address());
  return refresh();
}

export function showMore() {
  store.shown = Math.min(store.shown + 100, 500);
  return refresh();
}

export function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const name of Object.keys(store.place)) store.place[name] = query.get(name) ?? '';
}

/** Where an order is for, as the control interface names it: direct messages are no guild's. */
export function where() {
  const { guild, channel, member } = store.place;
  return channel === 'direct' ? { user: member } : { guild, channel: channel || undefined, user: member };
}
