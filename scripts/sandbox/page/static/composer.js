import { openCommand } from './command-form.js';
import { openDialog, tellRefusal } from './dialog.js';
import { button, byId, el } from './dom.js';
import { labelled } from './field.js';
import { look, order } from './server.js';
import { sizeText } from './size.js';
import { onView, store } from './store.js';
import { suggestTo } from './suggest.js';

const text = el('textarea', { rows: 1, 'aria-label': 'Message', id: 'message' });
const refusal = el('p', { class: 'refusal', role: 'alert', hidden: true });
const about = el('div', { class: 'chips' });
const command = el('div', { class: 'command', hidden: true });
const attach = button('+', addFile, { class: 'quiet', 'aria-label': 'Attach a file' });
const writing = el(
  'div',
  { class: 'writing' },
  attach,
  el('div', { class: 'combo upward' }, text),
  el('button', { class: 'main' }, 'Send'),
);
const draft = { reply: null, files: [] };
const narrow = matchMedia('(max-width: 48rem)');

/** Where the member writes; a `/` begins a command of the bot. What is refused stays as it was typed. */
export function startComposer() {
  const form = byId('composer');
  form.append(refusal, about, writing, command);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (command.hidden) return send();
  });
  suggestTo(text, { label: 'Commands', find: findCommands, pick: ({ runnable }) => begin(runnable) });
  text.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') forgetReply();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    return send();
  });
  text.addEventListener('input', () => {
    refusal.hidden = true;
    grow();
  });
  onView(label);
  narrow.addEventListener('change', () => label(store.view));
}

export function replyTo(entry) {
  draft.reply = entry;
  drawAbout();
  text.focus();
}

export function mention(id) {
  text.setRangeText(`<@${id}> `, text.selectionStart, text.selectionEnd, 'end');
  text.focus();
}

function label(view) {
  const { channel, me } = view ?? {};
  text.placeholder = narrow.matches ? fewWords(view ?? {}) : allWords(view ?? {});
  text.setAttribute('aria-label', channel ? `Message as ${me.name}` : 'Message');
}

function allWords({ channel, me, can }) {
  if (!channel) return `${me?.name ?? 'Nobody'} sees no channel here`;
  if (!can.send) return `${me.name} may not write here`;
  return channel.isDirect ? `To the bot, as ${me.name}` : `As ${me.name}; / for commands`;
}

/** What fits on a phone. */
function fewWords({ channel, me, can }) {
  if (!channel) return 'No channel';
  return can.send ? `As ${me.name}` : 'May not write here';
}

/** Words of the command's name, in any order of typing; null: this is a message, not a command. */
async function findCommands(typed) {
  if (!/^\/[\w\- ]*$/u.test(typed)) return null;
  const words = typed.slice(1).toLowerCase().split(' ').filter(Boolean);
  const { chat } = (await look('commands', store.place)) ?? { chat: [] };
  if (chat.length === 0) return [];
  return chat
    .map((runnable) => ({
      runnable,
      label: `/${[runnable.name, runnable.subcommand].filter(Boolean).join(' ')}`,
      hint: runnable.description,
    }))
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .sort((a, b) => Number(b.label.startsWith(typed)) - Number(a.label.startsWith(typed)))
    .slice(0, 50);
}

function begin(runnable) {
  refusal.hidden = true;
  writing.hidden = true;
  command.hidden = false;
  openCommand(command, runnable, {
    done: leaveCommand,
    left: leaveCommand,
  });
}

function leaveCommand() {
  text.value = '';
  command.hidden = true;
  command.replaceChildren();
  writing.hidden = false;
  grow();
  text.focus();
}

async function send() {
  const content = text.value.trim();
  if (content === '' && draft.files.length === 0) return;
  const { guild, channel, member } = store.place;
  const message = { author: member, content, attachments: draft.files };
  try {
    if (channel === 'direct') await order('direct', message);
    else await order('message', { ...message, guild, channel, replyTo: draft.reply?.id });
  } catch (error) {
    tellRefusal(refusal, error);
    return;
  }
  text.value = '';
  Object.assign(draft, { reply: null, files: [] });
  refusal.hidden = true;
  drawAbout();
  grow();
}

function forgetReply() {
  draft.reply = null;
  drawAbout();
}

function drawAbout() {
  const { reply, files } = draft;
  about.replaceChildren(
    ...(reply
      ? [
          button(`Reply to ${reply.author.name} ×`, forgetReply, {
            class: 'chip',
            'aria-label': 'Do not reply',
          }),
        ]
      : []),
    ...files.map((file) =>
      button(`📎 ${file.filename}, ${sizeText(file.size)} ×`, () => removeFile(file), {
        class: 'chip',
        'aria-label': `Remove ${file.filename}`,
      }),
    ),
  );
}

function removeFile(file) {
  draft.files = draft.files.filter((one) => one !== file);
  drawAbout();
  text.focus();
}

/** Nothing is uploaded: the bot sees a name and a size. */
function addFile() {
  const name = el('input', { type: 'text', autocomplete: 'off', maxlength: 260 });
  const size = el('input', { type: 'number', min: 0, max: 500_000_000, value: 1_024 });
  const content = el(
    'div',
    {},
    labelled('Name', name, { hint: 'Such as report.pdf' }),
    labelled('Size in bytes', size),
  );
  const put = () => {
    if (name.value.trim() === '') return;
    draft.files.push({ filename: name.value.trim(), size: Math.max(0, Math.floor(Number(size.value))) });
    drawAbout();
  };
  openDialog({ title: 'Attach a file', content, sendLabel: 'Attach', send: put, closed: () => text.focus() });
}

function grow() {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight + 2, 220)}px`;
}
