import { tellRefusal } from './dialog.js';
import { button, el } from './dom.js';
import { optionField } from './option-field.js';
import { Refused } from './server.js';
import { start } from './started.js';
import { where } from './store.js';

/** The form of a chosen command in `place`; `done` once it was sent, `left` when it was given up. */
export function openCommand(place, runnable, { done, left }) {
  const title = `/${[runnable.name, runnable.subcommand].filter(Boolean).join(' ')}`;
  const fields = new Map();
  const refusal = el('p', { class: 'refusal', role: 'alert', hidden: true });
  const holder = el('div', { class: 'options' });
  const others = el('div', { class: 'chips' });
  const current = () => orderOf(runnable, fields);
  const add = (option, isOnDemand) => {
    const field = optionField(option, current, () => focusAfter(option.name));
    fields.set(option.name, field);
    holder.append(field.element);
    if (isOnDemand) field.focus();
  };
  const focusAfter = (name) => {
    const next = [...fields.keys()].indexOf(name) + 1;
    ([...fields.values()][next] ?? sending).focus();
  };
  const addOther = (option) => {
    add(option, true);
    drawOthers();
  };
  const drawOthers = () =>
    others.replaceChildren(
      ...runnable.options
        .filter(({ name }) => !fields.has(name))
        .map((option) =>
          button(`+ ${option.name}`, () => addOther(option), {
            class: 'chip',
            title: option.description,
          }),
        ),
    );
  const send = async () => {
    try {
      const [unfinished] = [...fields].find(([, field]) => field.isUnfinished?.()) ?? [];
      if (unfinished) throw new Refused(`choose from the list what is meant by ${unfinished}`);
      await start('slash', current());
      done();
    } catch (error) {
      tellRefusal(refusal, error);
    }
  };
  for (const option of runnable.options) if (option.required) add(option);
  drawOthers();
  const sending = el('button', { class: 'main', type: 'button', on: { click: send } }, 'Run');
  const box = el(
    'fieldset',
    {},
    el('legend', {}, el('b', {}, title), ' ', el('small', {}, runnable.description)),
    refusal,
    holder,
    others,
    el('p', { class: 'buttons' }, button('Cancel', left, { class: 'quiet' }), sending),
  );
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') left();
    if (event.key !== 'Enter' || !event.target.matches('input, select, .picker .chip')) return;
    event.preventDefault();
    return send();
  });
  place.replaceChildren(box);
  const [first] = fields.values();
  if (first) first.focus();
  else sending.focus();
}

function orderOf({ name, subcommand }, fields) {
  const filled = [...fields]
    .map(([option, field]) => [option, field.value()])
    .filter(([, value]) => value !== undefined);
  const isFile = ([, value]) => typeof value === 'object';
  return {
    ...where(),
    name,
    subcommand: subcommand || undefined,
    options: Object.fromEntries(filled.filter((one) => !isFile(one))),
    attachments: Object.fromEntries(filled.filter(isFile)),
  };
}
