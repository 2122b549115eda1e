// Keeps the part of the page that #live holds as the server sends it. Without this script, Refresh does.
const live = document.getElementById('live');
const state = document.getElementById('status');
const refresh = document.getElementById('refresh');
const patience = 5_000; // ms; a stream that ends is back in one second: nobody needs to hear of that
let source;
let again;
let late;
let waiting;

/** Browsers allow few connections to a host: a hidden tab gives its own back. */
function follow() {
  source?.close();
  clearTimeout(again);
  if (document.hidden) return;
  source = new EventSource(live.dataset.source);
  source.addEventListener('open', () => {
    clearTimeout(late);
    late = undefined;
    say('Live', true);
  });
  source.addEventListener('message', (event) => show(JSON.parse(event.data)));
  source.addEventListener('error', () => {
    late ??= setTimeout(() => say('Not live at the moment.', false), patience);
    if (source.readyState === EventSource.CLOSED) again = setTimeout(follow, patience); // refused: only we try again
  });
}

/** Nothing is taken from under the hands of whoever is in there with the keyboard. */
function show(html) {
  waiting = html;
  if (live.contains(document.activeElement)) return;
  waiting = undefined;
  const scrolled = [...live.querySelectorAll('.scroll')].map(({ scrollLeft }) => scrollLeft);
  live.innerHTML = html;
  for (const [index, region] of live.querySelectorAll('.scroll').entries())
    region.scrollLeft = scrolled[index] ?? 0;
  draw();
}

function say(text, connected) {
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle('on', connected);
  refresh.hidden = connected;
}

let plot;
let holder;

/** Draws the chart with uPlot, in the place of the server's picture of the same numbers. It is kept over updates. */
function draw() {
  const figure = live.querySelector('[data-live-chart]');
  const drawing = figure?.querySelector('.drawing');
  if (!drawing || typeof uPlot === 'undefined') return;
  const data = JSON.parse(figure.dataset.liveChart);
  const [width, height] = [drawing.clientWidth, 190];
  if (!holder) {
    holder = document.createElement('div');
    holder.className = 'plot';
    plot = new uPlot(optionsOf(figure, width, height), data, holder);
  } else plot.setData(data);
  const picture = drawing.querySelector('svg');
  holder.ariaLabel = [...picture.querySelectorAll(':scope > title, :scope > desc')]
    .map((part) => part.textContent)
    .join('. ');
  holder.role = 'img';
  drawing.replaceChildren(holder);
  plot.setSize({ width, height });
}

function optionsOf(figure, width, height) {
  const axis = {
    stroke: () => colour('--soft'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'UTC'),
    cursor: { y: false },
    axes: [
      {
        ...axis,
        size: 30,
        values: (_, seconds) => seconds.map((at) => new Date(at * 1_000).toISOString().slice(11, 16)),
      },
      { ...axis, size: 56 },
    ],
    scales: { y: { range: (_, _least, most) => [0, Math.max(2, most * 1.1)] } },
    series: [
      { label: 'Hour (UTC)', value: '{YYYY}-{MM}-{DD} {HH}:{mm}' },
      {
        label: figure.dataset.unit,
        stroke: () => colour('--accent'),
        fill: () => colour('--accent'),
        width: 0,
        paths: uPlot.paths.bars({ size: [0.72, 40] }),
        points: { show: false },
        value: (_, value) => (value === null ? '–' : value.toLocaleString('en')),
      },
    ],
  };
}

/** A colour as it is now: the canvas knows neither variables nor themes. */
function colour(name) {
  const probe = document.createElement('i');
  probe.className = `probe${name}`;
  live.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

document.addEventListener('visibilitychange', follow);
document.addEventListener('theme', () => plot?.redraw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot?.redraw());
live.addEventListener('focusout', () => setTimeout(() => waiting && show(waiting)));
new ResizeObserver(() => {
  const width = holder?.parentElement?.clientWidth;
  if (width) plot.setSize({ width, height: 190 });
}).observe(live);
draw();
follow();
