import { byId } from './dom.js';
import { reconcile } from './reconcile.js';
import { address, onView, refresh, showMore } from './store.js';

const near = 80; // pixels from the end: still reading the newest
let place = '';
let heard = new Set();
let later;
let isAtEnd = true;

/** Keeps the messages as the sandbox has them, the newest at the end in sight, and reads new ones out. */
export function startTimeline(draw) {
  const scroll = byId('scroll');
  const list = byId('timeline');
  scroll.tabIndex = 0; // what scrolls is reached by keyboard
  byId('more').addEventListener('click', () => {
    const below = scroll.scrollHeight - scroll.scrollTop;
    return showMore().then(() => {
      scroll.scrollTop = scroll.scrollHeight - below;
    });
  });
  const toEnd = () => {
    scroll.scrollTop = scroll.scrollHeight;
    isAtEnd = true;
  };
  scroll.addEventListener('scroll', () => {
    isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < near;
  });
  new ResizeObserver(() => isAtEnd && toEnd()).observe(scroll);
  onView((view) => {
    const isNew = place !== address();
    place = address();
    const entries = view?.entries ?? [];
    byId('more').hidden = !view?.hasMore;
    reconcile(list, entries, draw);
    list.dataset.empty = entries.length === 0 && view?.channel ? 'true' : 'false';
    if (isNew || isAtEnd) toEnd();
    tell(entries, isNew);
    expect(entries);
  });
}

function tell(entries, isNew) {
  const fresh = entries.filter(({ is, id, isThinking }) => is === 'message' && !isThinking && !heard.has(id));
  heard = new Set(entries.filter(({ isThinking }) => !isThinking).map(({ id }) => id));
  if (isNew || fresh.length === 0) return;
  byId('heard').textContent = fresh
    .slice(-3)
    .map(({ author, content, embeds }) => `${author.name}: ${content || embeds[0]?.title || 'a message'}`)
    .join('. ');
}

/** Looks again when the bot's time to answer is up: nothing else would say so. */
function expect(entries) {
  clearTimeout(later);
  const left = entries.filter(({ is, left }) => is === 'note' && left > 0).map(({ left }) => left);
  if (left.length > 0) later = setTimeout(refresh, Math.min(...left) + 20);
}
