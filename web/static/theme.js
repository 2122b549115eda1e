// The chosen theme, before anything is drawn; without this script, or a choice, the system's holds.
const chosen = localStorage.getItem('theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
