// Menus that open from the top bar close when one turns elsewhere; without this script their summary closes them.
const popups = document.querySelectorAll('[data-popup], .menu');

function closeOthers({ target }) {
  for (const popup of popups) if (popup.open && !popup.contains(target)) popup.open = false;
}

document.addEventListener('click', closeOthers);
document.addEventListener('focusin', closeOthers);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const popup of popups) {
    if (!popup.open) continue;
    popup.open = false;
    popup.querySelector('summary').focus();
  }
});
for (const popup of popups)
  popup.addEventListener('toggle', () => {
    if (popup.open) popup.querySelector('input[type=search]')?.focus();
  });
