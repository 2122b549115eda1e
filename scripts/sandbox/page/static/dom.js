/**
 * An element with attributes and children. `on` holds listeners; `false`, `null` and `undefined` leave an attribute or
 * a child out. Text goes in as text: nothing here is ever read as markup.
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  const { on = {}, ...rest } = attributes;
  for (const [name, value] of Object.entries(rest)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  made.append(
    ...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return made;
}

export function button(label, run, attributes = {}) {
  return el('button', { type: 'button', ...attributes, on: { click: run } }, label);
}

let last = 0;

/** An id that no other element has. */
export function freshId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

export function byId(id) {
  return document.getElementById(id);
}
