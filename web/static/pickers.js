// Narrows a long list of roles or channels while one types; what is picked stays picked.
for (const picker of document.querySelectorAll('[data-picker]')) {
  const options = [...picker.querySelectorAll('.option')];
  const filter = picker.querySelector('.picker-filter');
  if (options.length < 8) continue;
  filter.hidden = false;
  const input = filter.querySelector('input');
  const found = filter.querySelector('output');
  input.addEventListener('input', () => {
    const words = input.value.trim().toLowerCase();
    let shown = 0;
    for (const option of options) {
      option.hidden = !option.dataset.text.includes(words);
      if (!option.hidden) shown++;
    }
    found.textContent = words ? `${shown} of ${options.length}` : '';
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault(); // one filters, and does not save
  });
}
