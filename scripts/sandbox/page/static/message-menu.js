import { openThread } from './channel-menu.js';
import { replyTo } from './composer.js';
import { attempt, notify, openDialog } from './dialog.js';
import { button, el } from './dom.js';
import { labelled } from './field.js';
import { openMenu } from './menu.js';
import { look, order } from './server.js';
import { start } from './started.js';
import { store, where } from './store.js';

const usual = ['👍', '❤️', '😄', '🎉', '🤔', '👀', '✅', '❌', '🔥', '🚀', '🙏', '😢'];

/** What the member can do with a message: as Discord's client offers it, then the bot's own entries. */
export async function openMessageMenu(at, entry) {
  const { can, me, channel } = store.view;
  const commands = (await look('commands', store.place)) ?? { message: [] };
  const isOwn = entry.author.id === me.id;
  const isCommon = !entry.isPrivate;
  openMenu(at, 'Message', [
    ...(isCommon && can.send && !channel.isDirect ? [{ label: 'Reply', run: () => replyTo(entry) }] : []),
    ...(isCommon && can.react ? [{ label: 'React …', run: () => chooseReaction(entry) }] : []),
    ...(isOwn ? [{ label: 'Edit …', run: () => edit(entry) }] : []),
    ...(isCommon && can.threads && !channel.thread
      ? [{ label: 'Open a thread …', run: () => openThread(entry.id) }]
      : []),
    { label: 'Copy the text', run: () => copy(entry.content) },
    { label: 'Copy the id', run: () => copy(entry.id) },
    ...(isCommon && (isOwn || can.manageMessages)
      ? [{ label: 'Delete', isGrave: true, run: () => remove(entry) }]
      : []),
    ...(isCommon && commands.message.length > 0 ? [null] : []),
    ...(isCommon
      ? commands.message.map((name) => ({ label: name, run: () => runEntry(name, entry.id) }))
      : []),
  ]);
}

/** Runs a context menu entry of the bot on a message or a member. */
export function runEntry(name, target) {
  return attempt(() => start('menu', { ...where(), name, target }));
}

export function react({ id }, emoji, remove = false) {
  return order('react', { message: id, user: store.place.member, emoji, remove });
}

function chooseReaction(entry) {
  const pick = (emoji) => {
    dialog.close();
    return attempt(() => react(entry, emoji));
  };
  const own = store.view.emojis.map(({ id, name }) => [`:${name}:`, `${name}:${id}`]);
  const input = el('input', { type: 'text', maxlength: 40, autocomplete: 'off' });
  const content = el(
    'div',
    {},
    el(
      'div',
      { class: 'emojis' },
      [...usual.map((emoji) => [emoji, emoji]), ...own].map(([label, emoji]) =>
        button(label, () => pick(emoji), { class: 'plain', 'aria-label': `React with ${label}` }),
      ),
    ),
    labelled('Another emoji', input),
  );
  const dialog = openDialog({
    title: 'React',
    content,
    sendLabel: 'React',
    send: () => react(entry, input.value.trim()),
  });
}

function edit(entry) {
  const text = el('textarea', { rows: 5 });
  text.value = entry.content;
  openDialog({
    title: 'Edit the message',
    content: labelled('Message', text),
    sendLabel: 'Save',
    send: () => order('edit', { message: entry.id, content: text.value, by: store.place.member }),
  });
}

function remove({ id }) {
  return attempt(() => order('remove', { message: id, by: store.place.member }));
}

async function copy(text) {
  await navigator.clipboard.writeText(text).catch(() => {});
  notify('Copied.');
}
