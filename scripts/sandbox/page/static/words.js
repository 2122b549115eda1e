import { el } from './dom.js';
import { store } from './store.js';
import { moment } from './time.js';

const deepest = 8; // marks within marks

/** How a mark is written, and what it becomes; the first that fits at a place counts. */
const marks = [
  [/```(?:[\w+-]*\n)?([\s\S]+?)```/y, ([, code]) => el('pre', {}, el('code', {}, code.replace(/\n$/, '')))],
  [/`([^`]+)`/y, ([, code]) => el('code', {}, code)],
  [/\\([^\w\s])/y, ([, character]) => document.createTextNode(character)],
  [
    /<@!?(\d+)>/y,
    ([, id]) => mention(`@${store.view.names.users[id] ?? 'unknown user'}`, id === store.view.me.id),
  ],
  [
    /<@&(\d+)>/y,
    ([, id]) => mention(`@${store.view.names.roles[id] ?? 'unknown role'}`, store.view.me.roles.includes(id)),
  ],
  [/<#(\d+)>/y, ([, id]) => mention(`#${store.view.names.channels[id] ?? 'unknown'}`, false)],
  [/@(?:everyone|here)\b/y, ([text]) => mention(text, true)],
  [/<a?:(\w+):\d+>/y, ([, name]) => el('span', { class: 'emoji' }, `:${name}:`)],
  [
    /<t:(-?\d{1,14})(?::([tTdDfFR]))?>/y,
    ([text, seconds, style]) => moment(Number(seconds) * 1_000, style) ?? text,
  ],
  [/<\/([\w -]{1,100}):\d+>/y, ([, name]) => mention(`/${name}`, false)],
  [/\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/y, ([, text, url], depth) => link(url, words(text, depth))],
  [/<?(https?:\/\/[^\s<>]+)>?/y, ([, url]) => link(url, [url])],
  [/\*\*([\s\S]+?)\*\*/y, ([, text], depth) => el('strong', {}, words(text, depth))],
  [/__([\s\S]+?)__/y, ([, text], depth) => el('u', {}, words(text, depth))],
  [/~~([\s\S]+?)~~/y, ([, text], depth) => el('s', {}, words(text, depth))],
  [/\|\|([\s\S]+?)\|\|/y, ([, text], depth) => spoiler(words(text, depth))],
  [/\*(?!\s)([^*]+?)\*/y, ([, text], depth) => el('em', {}, words(text, depth))],
  [/(?<!\w)_([^_\n]+)_(?!\w)/y, ([, text], depth) => el('em', {}, words(text, depth))],
  [
    /(?<=^|\n)(#{1,3}) ([^\n]+)\n?/y,
    ([, , text], depth) => el('strong', { class: 'heading' }, words(text, depth)),
  ],
  [/(?<=^|\n)-# ([^\n]+)\n?/y, ([, text], depth) => el('small', { class: 'heading' }, words(text, depth))],
  [/(?<=^|\n)> ([^\n]*)\n?/y, ([, text], depth) => el('span', { class: 'quoted' }, words(text, depth))],
];
const start = /[`\\<@[h*_~|#>-]/g;

/** Text as one reads it on Discord: a list of nodes. */
export function words(text, depth = 0) {
  if (depth >= deepest) return [text];
  const nodes = [];
  let plain = 0;
  start.lastIndex = 0;
  for (let at = nextMark(text, 0); at !== -1; ) {
    const found = markAt(text, at);
    if (!found) {
      at = nextMark(text, at + 1);
      continue;
    }
    nodes.push(text.slice(plain, at), found.mark(found.match, depth + 1));
    plain = at + found.match[0].length;
    at = nextMark(text, plain);
  }
  return [...nodes, text.slice(plain)];
}

function nextMark(text, from) {
  start.lastIndex = from;
  return start.exec(text)?.index ?? -1;
}

function markAt(text, at) {
  for (const [pattern, mark] of marks) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { match, mark };
  }
  return null;
}

function mention(text, isMine) {
  return el('span', { class: isMine ? 'mention mine' : 'mention' }, text);
}

export function link(url, children, attributes = {}) {
  return el(
    'a',
    { href: url, target: '_blank', rel: 'noreferrer noopener nofollow', ...attributes },
    children,
  );
}

function spoiler(children) {
  const made = el('button', { type: 'button', class: 'spoiler', 'aria-label': 'Hidden text: show it' });
  made.addEventListener('click', () => made.replaceWith(el('span', { class: 'told' }, children)), {
    once: true,
  });
  made.append(el('span', { 'aria-hidden': 'true' }, '▒▒▒▒'));
  return made;
}
