import { button, byId, el, freshId } from './dom.js';
import { Refused } from './server.js';

/**
 * A dialog with a form. `send` is awaited: where it is refused the dialog says why and stays as it was filled in.
 * `sendLabel` null: there is nothing to send, something inside closes it.
 */
export function openDialog({ title, content, send = () => {}, sendLabel = 'Send', closed = () => {} }) {
  const heading = el('h2', { id: freshId('title') }, title);
  const refusal = el('p', { class: 'refusal', role: 'alert', hidden: true });
  const dialog = el('dialog', { 'aria-labelledby': heading.id });
  const close = () => dialog.close();
  const form = el(
    'form',
    { novalidate: true },
    heading,
    content,
    refusal,
    el(
      'p',
      { class: 'buttons' },
      button('Cancel', close, { class: 'quiet' }),
      sendLabel !== null && el('button', { class: 'main' }, sendLabel),
    ),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await send();
      close();
    } catch (error) {
      tellRefusal(refusal, error);
    }
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches('.picker .chip')) form.requestSubmit();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('input, textarea, select, [data-first]')?.focus();
  return { close };
}

export function tellRefusal(place, error) {
  if (!(error instanceof Refused)) throw error;
  place.textContent = sentence(error.message);
  place.hidden = false;
}

/** Runs an order of a button that has no form of its own: a refusal is told at the foot of the page. */
export async function attempt(run) {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    notify(sentence(error.message));
  }
}

let fading;

export function notify(text) {
  const notice = byId('notice');
  notice.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => notice.replaceChildren(), 8_000);
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
