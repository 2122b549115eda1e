const drawn = new WeakMap();

/**
 * Makes the list show the entries, each drawn anew only where it changed: what one is doing in the others, and the
 * place of the focus, stay. Entries have an `id` and an `is`.
 */
export function reconcile(list, entries, draw) {
  const known = new Map([...list.children].map((node) => [node.dataset.key, node]));
  let at = list.firstElementChild;
  for (const entry of entries) {
    const key = `${entry.is}-${entry.id}`;
    const old = known.get(key);
    const node = keep(old, entry, key, draw);
    known.delete(key);
    if (old && old === at) at = node;
    if (node === at) at = at.nextElementSibling;
    else list.insertBefore(node, at);
  }
  for (const node of known.values()) node.remove();
}

function keep(node, entry, key, draw) {
  const print = JSON.stringify(entry);
  if (node && drawn.get(node) === print) return node;
  const made = draw(entry);
  made.dataset.key = key;
  drawn.set(made, print);
  if (node) replace(node, made);
  return made;
}

function replace(node, made) {
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.part : undefined;
  node.replaceWith(made);
  if (focused === undefined) return;
  const same = [...made.querySelectorAll('[data-part]')].find(({ dataset }) => dataset.part === focused);
  (same ?? made.querySelector('button'))?.focus();
}
