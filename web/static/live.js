// Keeps the part of the page that #live holds as the server sends it. Without this script, Refresh does.
const live = document.getElementById('live');
const state = document.getElementById('status');
const refresh = document.getElementById('refresh');
const patience = 5_000; // ms; a stream that ends is back in one second: nobody needs to hear of that
let source;
let again;
let late;

/** Browsers allow few connections to a host: a hidden tab gives its own back. */
function follow() {
  source?.close();
  clearTimeout(again);
  if (document.hidden) return;
  source = new EventSource(live.dataset.source);
  source.addEventListener('open', () => {
    clearTimeout(late);
    late = undefined;
    show('Live', true);
  });
  source.addEventListener('message', (event) => {
    live.innerHTML = JSON.parse(event.data);
  });
  source.addEventListener('error', () => {
    late ??= setTimeout(() => show('Not live at the moment.', false), patience);
    if (source.readyState === EventSource.CLOSED) again = setTimeout(follow, patience); // refused: only we try again
  });
}

function show(text, connected) {
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle('on', connected);
  refresh.hidden = connected;
}

document.addEventListener('visibilitychange', follow);
follow();
