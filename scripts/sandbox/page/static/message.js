import { componentsOf } from './components.js';
import { attempt } from './dialog.js';
import { button, el } from './dom.js';
import { embed } from './embed.js';
import { openMemberMenu } from './member-menu.js';
import { keepFocus } from './menu.js';
import { openMessageMenu, react } from './message-menu.js';
import { sizeText } from './size.js';
import { stamp } from './time.js';
import { words } from './words.js';

/** One line of the timeline: a message, or what the member's own client tells them. */
export function drawEntry(entry) {
  return entry.is === 'note' ? note(entry) : message(entry);
}

function note({ what, left }) {
  const text =
    left > 0 ? `Sent ${what}; waiting for the bot …` : `The application did not respond (${what}).`;
  return el('li', { class: left > 0 ? 'note' : 'note failed' }, text);
}

const systemWords = {
  join: 'has joined',
  pin: 'pinned a message',
  boost: 'boosted the server',
  thread: 'started a thread',
  automod: 'AutoMod stopped a message',
};

function message(entry) {
  const { author, used, replyTo, isPrivate, isThinking } = entry;
  const state = [isPrivate && 'private', entry.mentionsMe && 'for-me', author.isBot && 'by-bot'].filter(
    Boolean,
  );
  const openAt = (event) => {
    event.preventDefault();
    return openMessageMenu(
      event.type === 'contextmenu' ? { x: event.clientX, y: event.clientY } : event.currentTarget,
      entry,
    );
  };
  return el(
    'li',
    {
      class: ['message', ...state].join(' '),
      on: { mousedown: keepFocus, contextmenu: (event) => selects(event) || openAt(event) },
    },
    face(author),
    el(
      'div',
      { class: 'said' },
      used && el('p', { class: 'aside' }, `${used.by} used ${used.command ?? 'a command'}`),
      replyTo &&
        el(
          'p',
          { class: 'aside' },
          replyTo.author ? `↪ ${replyTo.author}: ${replyTo.excerpt}` : '↪ a message that is gone',
        ),
      head(entry),
      isThinking ? el('p', { class: 'thinking' }, 'is thinking …') : body(entry),
      entry.attachments.map(attachment),
      entry.embeds.map(embed),
      componentsOf(entry),
      reactions(entry),
      isPrivate && el('p', { class: 'aside' }, 'Only you can see this'),
    ),
    button('⋯', openAt, {
      class: 'more quiet',
      'aria-label': `Actions on the message of ${author.name}`,
      'aria-haspopup': 'menu',
      'data-part': 'menu',
    }),
  );
}

/** The browser's own menu stays where text is selected, and on links. */
function selects(event) {
  return String(getSelection()) !== '' || event.target.closest('a') !== null;
}

function head({ author, at, isEdited, isPinned }) {
  const open = (event) => {
    event.preventDefault();
    event.stopPropagation();
    return openMemberMenu(event.currentTarget, author);
  };
  return el(
    'p',
    { class: 'head' },
    el(
      'button',
      {
        type: 'button',
        class: 'name',
        'aria-haspopup': 'menu',
        'data-part': 'author',
        on: { mousedown: keepFocus, click: open, contextmenu: open },
      },
      author.name,
    ),
    author.isBot && el('span', { class: 'badge' }, author.isWebhook ? 'webhook' : 'bot'),
    stamp(at),
    isEdited && el('small', {}, '(edited)'),
    isPinned && el('small', {}, 'pinned'),
  );
}

function body({ kind, content }) {
  if (kind === 'message' && content === '') return null;
  const system = systemWords[kind];
  return el('div', { class: system ? 'text system' : 'text' }, system && `${system} `, words(content));
}

/** Two letters on a colour that follows from the id. */
function face({ id, name }) {
  const letters = [...name.replace(/[^\p{L}\p{N} ]/gu, '').trim()].slice(0, 2).join('') || '?';
  const made = el('span', { class: 'face', 'aria-hidden': 'true' }, letters);
  made.style.setProperty('--hue', String(Number(BigInt(/^\d+$/.test(id) ? id : 0) % 360n)));
  return made;
}

function attachment({ filename, size, type }) {
  return el(
    'p',
    { class: 'attachment' },
    '📎 ',
    el('b', {}, filename),
    ` ${sizeText(size)}`,
    type && el('small', {}, ` ${type}`),
  );
}

function reactions(entry) {
  if (entry.reactions.length === 0) return null;
  const press = ({ name, id, isMine }) => attempt(() => react(entry, id ? `${name}:${id}` : name, isMine));
  return el(
    'p',
    { class: 'reactions' },
    entry.reactions.map((one) =>
      el(
        'button',
        {
          type: 'button',
          class: 'reaction',
          'aria-pressed': String(one.isMine),
          'aria-label': `${one.name}, ${one.count}`,
          'data-part': `reaction ${one.id ?? one.name}`,
          on: { click: () => press(one) },
        },
        one.id ? `:${one.name}:` : one.name,
        ` ${one.count}`,
      ),
    ),
  );
}
