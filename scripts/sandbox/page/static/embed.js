import { el } from './dom.js';
import { moment } from './time.js';
import { link, words } from './words.js';

/** An embed with its colour at the edge. Pictures are named, not loaded: nothing here asks another host. */
export function embed({
  title,
  url,
  description,
  fields = [],
  footer,
  color,
  author,
  timestamp,
  image,
  thumbnail,
}) {
  const made = el(
    'blockquote',
    { class: 'embed' },
    author && el('p', { class: 'aside' }, author.name),
    title && el('p', { class: 'heading' }, isWeb(url) ? link(url, words(title)) : words(title)),
    description && el('div', { class: 'text' }, words(description)),
    fields.length > 0 && el('dl', {}, fields.map(field)),
    [thumbnail, image].map(picture),
    (footer || timestamp) &&
      el(
        'p',
        { class: 'aside' },
        footer?.text,
        footer && timestamp && ' · ',
        timestamp && moment(Date.parse(timestamp)),
      ),
  );
  if (typeof color === 'number') made.style.borderLeftColor = colour(color);
  return made;
}

function field({ name, value, inline }) {
  return el(
    'div',
    { class: inline && 'inline' },
    el('dt', {}, words(name)),
    el('dd', { class: 'text' }, words(value)),
  );
}

export function picture(source) {
  if (!source?.url) return null;
  return el('p', { class: 'aside' }, '🖼 ', isWeb(source.url) ? link(source.url, [source.url]) : source.url);
}

export function colour(number) {
  return `#${number.toString(16).padStart(6, '0')}`;
}

export function isWeb(url) {
  return typeof url === 'string' && /^https?:\/\//i.test(url);
}
