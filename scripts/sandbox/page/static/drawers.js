import { byId } from './dom.js';

const names = ['places', 'panel'];

/** On narrow screens the sides open over the chat; the answer closes them. `opened` hears when one is in sight. */
export function startDrawers(opened) {
  const open = (name) => {
    const was = document.body.dataset.open;
    close();
    if (was === name) return;
    document.body.dataset.open = name;
    byId(`open-${name}`).setAttribute('aria-expanded', 'true');
    byId(name).style.top = `${document.querySelector('.top').offsetHeight}px`;
    byId(name).focus({ preventScroll: true });
    return opened();
  };
  const close = () => {
    delete document.body.dataset.open;
    for (const name of names) byId(`open-${name}`).setAttribute('aria-expanded', 'false');
  };
  document.querySelector('main').addEventListener('pointerdown', close);
  for (const name of names) {
    byId(name).tabIndex = -1;
    byId(`open-${name}`).addEventListener('click', () => open(name));
    byId(name).addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || document.body.dataset.open !== name) return;
      close();
      byId(`open-${name}`).focus();
    });
  }
  return close;
}
