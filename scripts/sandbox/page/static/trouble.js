import { attempt, notify } from './dialog.js';
import { button, el, freshId } from './dom.js';
import { labelled, select } from './field.js';
import { control, look, order } from './server.js';
import { sizeText } from './size.js';
import { store } from './store.js';
import { kinds } from './trouble-kinds.js';

const rate = el('tbody');
const summary = el('p', { class: 'aside', role: 'status' });
const measures = [
  ['Frames a second', (now) => rounded(now.framesPerSecond)],
  ['Requests a second', (now) => rounded(now.requestsPerSecond)],
  ['Sent a second', (now) => sizeText(Math.round(now.bytesPerSecond))],
  ['Of one core', (now) => `${rounded(now.cpu * 100)} %`],
  [
    'Event loop late by',
    (now) => `${rounded(now.loopDelayMs.mean)} ms, ${rounded(now.loopDelayMs.max)} at most`,
  ],
  ['Sockets', (now) => rounded(now.sockets)],
  ['Memory', (now) => `${rounded(now.memoryMb)} MB`],
];

/** Those drawn, to be told the state: each returns what there is to say of it in short. */
let shown = [];
let asked = 0;

/** The tab that makes trouble, and tells how much the sandbox itself does. */
export const trouble = {
  title: 'Trouble',
  open(content) {
    shown = [];
    content.append(
      el(
        'div',
        { class: 'trouble' },
        el(
          'p',
          { class: 'buttons' },
          run('End all trouble', 'calm', () => ({}), 'main'),
        ),
        summary,
        kinds.map(fieldsetOf),
        el('fieldset', {}, el('legend', {}, 'What the sandbox does now'), el('table', {}, rate)),
      ),
    );
  },
  isMoving: true,
  async update() {
    asked += 1;
    const mine = asked;
    const [now, state] = await Promise.all([control('rate'), look('trouble', store.place)]);
    if (!now || mine !== asked) return; // an order was given meanwhile: what comes is older
    if (state) tell(state);
    rate.replaceChildren(
      ...measures.map(([label, measure]) =>
        el('tr', {}, el('th', { scope: 'row' }, label), el('td', {}, measure(now))),
      ),
    );
  },
};

function tell(state) {
  const on = shown.map((show) => show(state)).filter(Boolean);
  const text = on.length > 0 ? `Now: ${on.join('; ')}.` : 'Nothing is switched on.';
  if (summary.textContent !== text) summary.textContent = text;
}

function fieldsetOf({ title, fields = {}, orders = [], switches = [], tells }) {
  const inputs = Object.entries(fields).map(([name, [label, value]]) => {
    const input = Array.isArray(value)
      ? select(
          value.map((one) => [one, one]),
          value[0],
        )
      : el('input', { type: 'number', min: 0, value });
    return { name, input, element: labelled(label, input) };
  });
  const filled = () =>
    Object.fromEntries(
      inputs.map(({ name, input }) => [name, input.type === 'number' ? Number(input.value) : input.value]),
    );
  return el(
    'fieldset',
    {},
    el('legend', {}, title),
    inputs.length > 0 &&
      el(
        'div',
        { class: 'fields' },
        inputs.map(({ element }) => element),
      ),
    orders.length > 0 &&
      el(
        'div',
        { class: 'row' },
        orders.map(([label, name, body]) => run(label, name, () => body?.(filled()) ?? {}, 'plain')),
      ),
    switches.map((one) => switchOf(one, filled)),
    tells && telling(tells),
  );
}

function switchOf({ label, is, on, off }, filled) {
  const made = button(label, flip, { class: 'plain', 'aria-pressed': 'false' });
  const how = el('small', { id: freshId('state') }, 'off');
  made.setAttribute('aria-describedby', how.id);
  function flip() {
    const [name, body] = made.ariaPressed === 'true' ? off : on;
    return attempt(async () => {
      await order(name, body(filled()));
      await trouble.update();
    });
  }
  shown.push((state) => {
    const text = is(state);
    made.ariaPressed = String(text !== null);
    how.textContent = text ?? 'off';
    return text !== null && label.toLowerCase();
  });
  return el('p', { class: 'switch' }, made, how);
}

function telling(tells) {
  const line = el('small');
  shown.push((state) => {
    line.textContent = tells(state);
    return line.textContent;
  });
  return line;
}

function run(label, name, body, look) {
  const give = () =>
    attempt(async () => {
      await order(name, body());
      notify(`${label}: done.`);
      await trouble.update();
    });
  return button(label, give, { class: look });
}

function rounded(number) {
  return (Math.round(number * 10) / 10).toLocaleString();
}
