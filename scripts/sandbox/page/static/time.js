const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** Discord's styles of `<t:…:style>`. */
const styles = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** A moment in milliseconds as an element that stays true while it stands there; null: no calendar has it. */
export function moment(at, style = 'f') {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return null;
  const made = document.createElement('time');
  made.dateTime = date.toISOString();
  made.title = date.toLocaleString(undefined, styles.F);
  if (style === 'R') made.dataset.relative = String(at);
  made.textContent = style === 'R' ? fromNow(at) : date.toLocaleString(undefined, styles[style] ?? styles.f);
  return made;
}

export function fromNow(at) {
  const seconds = Math.round((at - Date.now()) / 1_000);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1);
  return relative.format(Math.round(seconds / size), unit);
}

/** Today's in hours and minutes, older ones with their date. */
export function stamp(at) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? moment(at, 't') : moment(at, 'f');
}

export function keepTime() {
  setInterval(() => {
    for (const one of document.querySelectorAll('time[data-relative]'))
      one.textContent = fromNow(Number(one.dataset.relative));
  }, 10_000);
}
