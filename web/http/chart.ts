import { DAY } from '../../shared/core/clock.ts';
import { formatCount } from './format.ts';

export interface ChartPoint {
  at: Date;
  /** Not negative. */
  value: number;
  /** What is drawn on top of it, of a chart's second series. */
  more?: number;
}

export interface Chart {
  title: string;
  /** In order of time, at even distances. */
  points: readonly ChartPoint[];
  /** What is counted: `bytes`. */
  unit?: string;
  /** Bars for amounts in an interval, a line for levels. */
  kind?: 'bars' | 'line';
  /** What the points' `value` and `more` are called, where bars have both. */
  series?: readonly [string, string];
}

const width = 640;
const height = 180;
const frame = { left: 44, right: 8, top: 10, bottom: 30 };
const inner = { width: width - frame.left - frame.right, height: height - frame.top - frame.bottom };
const mostLabels = 6;

/**
 * A chart as SVG without a style of its own: colours come from charts.css. Its title and description tell the same in
 * words. All texts are escaped.
 */
export function drawChart({ title, points, unit = '', kind = 'bars', series }: Chart): string {
  const top = niceTop(Math.max(0, ...points.map(({ value, more = 0 }) => value + more)));
  const x = (index: number) => frame.left + ((index + 0.5) * inner.width) / points.length;
  const y = (value: number) => frame.top + inner.height * (1 - value / top);
  const parts = [
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(describe(points, unit, series))}</desc>`,
    ...[0, top / 2, top].map((value) => gridLine(value, y(value))),
    ...labels(points).map(([index, text]) => label(x(index), text)),
    ...(kind === 'line' ? line(points, x, y) : series ? stacks(points, series, x, y) : bars(points, x, y)),
  ];
  return `<svg viewBox="0 0 ${width} ${height}" role="img">${parts.join('')}</svg>`;
}

/** What a screen reader says: from when to when, the largest and the latest; of both series where there are two. */
export function describe(points: readonly ChartPoint[], unit: string, series?: Chart['series']): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No data.';
  const span = `${stamp(first.at)} to ${stamp(last.at)} UTC.`;
  const parts = [points, points.map(({ at, more = 0 }) => ({ at, value: more }))];
  if (!series) return `${span} ${extremes(points, unit)}`;
  return [span, ...series.map((name, index) => `${name}: ${extremes(parts[index] ?? [], unit)}`)].join(' ');
}

function extremes(points: readonly ChartPoint[], unit: string): string {
  const most = points.reduce((a, b) => (b.value > a.value ? b : a));
  const count = (value: number) => `${formatCount(Math.round(value))}${unit && ` ${unit}`}`;
  return `Most: ${count(most.value)} at ${stamp(most.at)}. Latest: ${count(points.at(-1)?.value ?? 0)}.`;
}

/** The least of 2, 4, 10, 20, 40, 100 … that covers the value, so that half of it is a whole number as well. */
export function niceTop(value: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [2, 4, 10]) if (step * power >= value) return step * power;
}

type Scale = (value: number) => number;

function bars(points: readonly ChartPoint[], x: Scale, y: Scale): string[] {
  return points.map(({ at, value }, index) =>
    bar(points.length, x(index), {
      class: 'bar',
      from: y(0),
      high: y(0) - y(value),
      tip: `${stamp(at)}: ${whole(value)}`,
    }),
  );
}

/** One series on top of the other. */
function stacks(
  points: readonly ChartPoint[],
  [one, other]: NonNullable<Chart['series']>,
  x: Scale,
  y: Scale,
): string[] {
  return points.flatMap(({ at, value, more = 0 }, index) => {
    const tip = `${stamp(at)}: ${one} ${whole(value)}, ${other} ${whole(more)}`;
    const below = { class: 'bar', from: y(0), high: y(0) - y(value), tip };
    const above = { class: 'bar more', from: y(value), high: y(0) - y(more), tip };
    return [bar(points.length, x(index), below), bar(points.length, x(index), above)];
  });
}

interface Bar {
  class: string;
  /** The line that it stands on. */
  from: number;
  high: number;
  tip: string;
}

/** What is more than nothing shows, if only as a line. */
function bar(among: number, middle: number, { class: name, from, high, tip }: Bar): string {
  const wide = Math.max(1, (inner.width / among) * 0.72);
  const tall = high > 0 ? Math.max(1, high) : 0;
  return `<rect class="${name}" x="${round(middle - wide / 2)}" y="${round(from - tall)}" width="${round(wide)}" height="${round(tall)}" rx="1.5"><title>${escapeText(tip)}</title></rect>`;
}

function whole(value: number): string {
  return formatCount(Math.round(value));
}

function line(points: readonly ChartPoint[], x: Scale, y: Scale): string[] {
  const path = points.map(({ value }, index) => `${round(x(index))} ${round(y(value))}`).join('L');
  const base = `L${round(x(points.length - 1))} ${round(y(0))}L${round(x(0))} ${round(y(0))}Z`;
  return [`<path class="area" d="M${path}${base}"/>`, `<path class="line" d="M${path}"/>`];
}

function gridLine(value: number, y: number): string {
  const text = value >= 1_000 ? compact.format(value) : formatCount(value);
  return (
    `<line class="grid" x1="${frame.left}" x2="${width - frame.right}" y1="${round(y)}" y2="${round(y)}"/>` +
    `<text x="${frame.left - 8}" y="${round(y + 4)}" text-anchor="end">${text}</text>`
  );
}

function label(x: number, text: string): string {
  return `<text x="${round(x)}" y="${height - 5}" text-anchor="middle">${text}</text>`;
}

/** Some of the times: hours where the points lie within two days, else the first point of a day. */
function labels(points: readonly ChartPoint[]): [index: number, text: string][] {
  const [first, last] = [points[0], points.at(-1)];
  const hours = first && last && last.at.getTime() - first.at.getTime() <= 2 * DAY;
  const marks = points
    .map(({ at }, index): [number, string] => [index, hours ? stamp(at).slice(11) : stamp(at).slice(5, 10)])
    .filter(([, text], index, all) => text !== all[index - 1]?.[1]);
  const every = Math.ceil(marks.length / mostLabels);
  return marks.filter((_, index) => index % every === 0);
}

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

function stamp(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
