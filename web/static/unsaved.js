// Says that a form holds what is not saved yet, and asks before one leaves the page.
for (const bar of document.querySelectorAll('[data-savebar]')) {
  const form = bar.closest('form');
  const state = bar.querySelector('.savebar-state');
  const reset = bar.querySelector('[data-reset]');
  const saved = contents();
  let leaving = false;

  function contents() {
    return form
      ? JSON.stringify([...new FormData(form)].filter(([name, value]) => isChange(name, value)))
      : '';
  }

  /** Files are not compared; what a rule is tried with is no change of it. */
  function isChange(name, value) {
    return typeof value === 'string' && !name.startsWith('try-');
  }

  /** A form that came back with faults, or after a session had ended, says so itself: nothing of it is saved. */
  const isDirty = () => form.dataset.unsaved !== undefined || contents() !== saved;

  function follow() {
    const dirty = isDirty();
    bar.classList.toggle('dirty', dirty);
    const text = dirty ? state.dataset.dirty : state.dataset.clean;
    if (state.textContent !== text) state.textContent = text;
    if (reset) reset.hidden = !dirty;
  }

  if (form) {
    form.addEventListener('input', follow);
    form.addEventListener('reset', () => setTimeout(follow));
    form.addEventListener('click', () => setTimeout(follow)); // a row may have been added or taken away
    form.addEventListener('submit', () => {
      leaving = true;
    });
    window.addEventListener('pageshow', () => {
      leaving = false;
      follow();
    });
    window.addEventListener('beforeunload', (event) => {
      if (!leaving && isDirty()) event.preventDefault();
    });
    follow();
  }
}
