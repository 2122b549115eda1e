// Narrows what is shown while one types; without it, the form asks the server for the same.
const field = document.querySelector('input[name="q"]');
const entries = [...document.querySelectorAll('[data-words]')];
const none = document.querySelector('[data-filtered]');

field?.addEventListener('input', () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of entries)
    entry.hidden = !words.every((word) => entry.getAttribute('data-words').includes(word));
  for (const section of document.querySelectorAll('section')) {
    const own = section.querySelectorAll('[data-words]');
    if (own.length > 0) section.hidden = [...own].every((entry) => entry.hidden);
  }
  if (none) none.hidden = entries.some((entry) => !entry.hidden);
});
