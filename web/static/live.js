// Keeps the part of the page that #live holds as the server sends it. Without this script, Refresh does.
const live = document.getElementById('live');
const state = document.getElementById('status');
const refresh = document.getElementById('refresh');
let source;

/** Browsers allow few connections to a host: a hidden tab gives its own back. */
function follow() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(live.dataset.source);
  source.addEventListener('open', () => show('Live', true));
  source.addEventListener('message', (event) => {
    live.innerHTML = JSON.parse(event.data);
  });
  source.addEventListener('error', () => {
    const over = source.readyState === EventSource.CLOSED;
    show(over ? 'Live updates ended.' : 'Connecting…', !over);
  });
}

function show(text, connected) {
  state.textContent = text;
  state.classList.toggle('on', text === 'Live');
  refresh.hidden = connected;
}

document.addEventListener('visibilitychange', follow);
follow();
