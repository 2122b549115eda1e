// Rows that are picked: all at once, and how many there are. Without this script one picks them one by one.
const pickOf = 'input[data-pick]';

function follow(form) {
  const picks = [...form.querySelectorAll(pickOf)];
  const picked = picks.filter(({ checked }) => checked).length;
  const all = form.querySelector('[data-pick-all]');
  if (all) {
    all.hidden = false;
    all.checked = picks.length > 0 && picked === picks.length;
    all.indeterminate = picked > 0 && picked < picks.length;
  }
  const bar = form.querySelector('[data-bulkbar]');
  if (!bar) return;
  bar.querySelector('[data-picked]').textContent = picked === 0 ? 'Nothing selected' : `${picked} selected`;
  for (const button of bar.querySelectorAll('button')) button.disabled = picked === 0;
}

function followAll() {
  for (const form of new Set([...document.querySelectorAll(pickOf)].map(({ form }) => form)))
    if (form) follow(form);
}

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-pick-all]'))
    for (const pick of target.form.querySelectorAll(pickOf)) pick.checked = target.checked;
  if (target.matches('[data-pick-all], [data-pick]') && target.form) follow(target.form);
});
document.addEventListener('htmx:after:swap', followAll);
window.addEventListener('pageshow', followAll);
followAll();
