// The choice between light, dark and the system's theme; theme.js obeys it on the next page.
const choice = document.querySelector('[data-theme-choice]');
const root = document.documentElement;

if (choice) {
  choice.hidden = false;
  const current = root.dataset.theme ?? 'system';
  for (const input of choice.querySelectorAll('input')) input.checked = input.value === current;
  choice.addEventListener('change', ({ target }) => {
    if (target.value === 'system') {
      delete root.dataset.theme;
      localStorage.removeItem('theme');
    } else {
      root.dataset.theme = target.value;
      localStorage.setItem('theme', target.value);
    }
    document.dispatchEvent(new Event('theme'));
  });
}
