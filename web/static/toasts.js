// A toast can be closed, and goes by itself when there was time to read it, unless one is at it.
const life = 8_000; // ms

for (const toast of document.querySelectorAll('.toast')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.ariaLabel = 'Close';
  button.textContent = '×';
  button.addEventListener('click', () => toast.remove());
  toast.append(button);
  setTimeout(leave, life);

  function leave() {
    if (toast.matches(':hover, :focus-within')) setTimeout(leave, life);
    else toast.remove();
  }
}
