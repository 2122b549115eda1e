import { startChannelMenu } from './channel-menu.js';
import { startComposer } from './composer.js';
import { byId } from './dom.js';
import { startDrawers } from './drawers.js';
import { drawEntry } from './message.js';
import { openModals } from './modal.js';
import { startPanel } from './panel.js';
import { startPlaces, title } from './places.js';
import { follow } from './server.js';
import { onView, readAddress, refresh, store } from './store.js';
import { keepTime } from './time.js';
import { startTimeline } from './timeline.js';

readAddress();
const closeDrawers = startDrawers(refresh);
startPlaces(closeDrawers);
startTimeline(drawEntry);
startComposer();
startChannelMenu();
onView(describe);
onView((view) => view && tellBot(view));
onView((view) => view && openModals(view));
startPanel();
keepTime();
window.addEventListener('popstate', () => {
  readAddress();
  return refresh();
});
follow(refresh, connected);
await refresh();

function describe(view) {
  byId('title').textContent = view ? nameOf(view) : 'Nobody is here';
  byId('topic').textContent = view ? topic(view) : 'There is no guild with people in it.';
  document.title = view
    ? `${nameOf(view)} – ${view.guild.name} – Sandbox, not Discord`
    : 'Sandbox – not Discord';
}

function nameOf({ channel, bot }) {
  if (!channel) return 'No channel';
  return channel.isDirect ? `✉ ${bot.name}` : title(channel);
}

function topic({ channel, guild }) {
  if (guild.isUnavailable) return `${guild.name} has an outage: nothing can be seen or done`;
  const pace = channel?.slowmode > 0 ? `slowmode ${channel.slowmode} s` : null;
  return [channel?.topic ?? guild.name, pace, channel?.thread?.locked && 'locked']
    .filter(Boolean)
    .join(' · ');
}

function connected(is) {
  const bot = byId('bot');
  bot.dataset.state = is ? 'on' : 'off';
  if (!is) bot.textContent = 'Connection lost; trying again …';
  else if (store.view) tellBot(store.view);
}

function tellBot({ bot }) {
  const place = byId('bot');
  place.textContent = bot.isOnline ? `${bot.name} is connected` : `${bot.name} is not connected`;
  place.dataset.state = bot.isOnline ? 'on' : 'off';
}
