import { attempt, notify } from './dialog.js';
import { button, el } from './dom.js';
import { labelled, select } from './field.js';
import { control, order } from './server.js';
import { sizeText } from './size.js';
import { kinds } from './trouble-kinds.js';

const rate = el('tbody');
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

/** The tab that makes trouble, and tells how much the sandbox itself does. */
export const trouble = {
  title: 'Trouble',
  open(content) {
    content.append(
      el(
        'div',
        { class: 'trouble' },
        el(
          'p',
          { class: 'buttons' },
          run('Calm: end all trouble', 'calm', () => ({}), 'main'),
        ),
        kinds.map(fieldsetOf),
        el('fieldset', {}, el('legend', {}, 'What the sandbox does now'), el('table', {}, rate)),
      ),
    );
  },
  isMoving: true,
  async update() {
    const now = await control('rate');
    if (!now) return;
    rate.replaceChildren(
      ...measures.map(([label, measure]) =>
        el('tr', {}, el('th', { scope: 'row' }, label), el('td', {}, measure(now))),
      ),
    );
  },
};

function fieldsetOf({ title, fields = {}, orders }) {
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
    el(
      'div',
      { class: 'row' },
      orders.map(([label, name, body]) => run(label, name, () => body?.(filled()) ?? {}, 'plain')),
    ),
  );
}

function run(label, name, body, look) {
  const give = () =>
    attempt(async () => {
      await order(name, body());
      notify(`${label}: done.`);
    });
  return button(label, give, { class: look });
}

function rounded(number) {
  return (Math.round(number * 10) / 10).toLocaleString();
}
