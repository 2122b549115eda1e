import { openDialog } from './dialog.js';
import { byId, el } from './dom.js';
import { labelled } from './field.js';
import { openMenu } from './menu.js';
import { order } from './server.js';
import { go, onView, store } from './store.js';

/** What the member can do with the channel one is in. */
export function startChannelMenu() {
  const open = byId('channel-menu');
  const entries = () => {
    const { can, channel } = store.view;
    if (!channel || channel.isDirect) return [];
    return [
      ...(can.threads && !channel.thread ? [{ label: 'Open a thread …', run: () => openThread() }] : []),
      ...(can.channels ? [{ label: 'Slowmode …', run: () => changePace(channel) }] : []),
    ];
  };
  open.addEventListener('click', () => openMenu(open, 'Channel', entries()));
  onView((view) => {
    open.hidden = !view || entries().length === 0;
  });
}

/** On a message, or of its own; one is led there. */
export function openThread(message) {
  const name = el('input', { type: 'text', maxlength: 100, autocomplete: 'off' });
  const { channel, member } = store.place;
  openDialog({
    title: 'Open a thread',
    content: labelled('Name', name),
    sendLabel: 'Open',
    send: async () => {
      const { id } = await order('openThread', { channel, name: name.value.trim(), message, by: member });
      await go({ channel: id });
    },
  });
}

function changePace({ id, slowmode }) {
  const seconds = el('input', { type: 'number', min: 0, max: 21_600, value: slowmode });
  openDialog({
    title: 'Slowmode',
    content: labelled('Seconds between two messages of a member', seconds, { hint: '0: none' }),
    sendLabel: 'Save',
    send: () =>
      order('changeChannel', {
        guild: store.place.guild,
        channel: id,
        change: { slowmode: Number(seconds.value) },
        by: store.place.member,
      }),
  });
}
