import { DAY } from '../../shared/core/clock.ts';
import { formatCount } from './format.ts';

export interface ChartPoint {
  at: Date;
  /** Not negative. */
  value: number;
}

export interface Chart {
  title: string;
  /** In order of time, at even distances. */
  points: readonly ChartPoint[];
  /** What is counted: `bytes`. */
  unit?: string;
  /** Bars for amounts in an interval, a line for levels. */
  kind?: 'bars' | 'line';
}

const width = 640;
const height = 180;
const frame = { left: 44, right: 8, top: 10, bottom: 24 };
const inner = { width: width - frame.left - frame.right, height: height - frame.top - frame.bottom };
const mostLabels = 6;

/**
 * A chart as SVG without a style of its own: colours come from charts.css. Its title and description tell the same in
 * words. All texts are escaped.
 */
export function drawChart({ title, points, unit = '', kind = 'bars' }: Chart): string {
  const top = niceTop(Math.max(0, ...points.map(({ value }) => value)));
  const x = (index: number) => frame.left + ((index + 0.5) * inner.width) / points.length;
  const y = (value: number) => frame.top + inner.height * (1 - value / top);
  const parts = [
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(describe(points, unit))}</desc>`,
    ...[0, top / 2, top].map((value) => gridLine(value, y(value))),
    ...labels(points).map(([index, text]) => label(x(index), text)),
    ...(kind === 'bars' ? bars(points, x, y) : line(points, x, y)),
  ];
  return `<svg viewBox="0 0 ${width} ${height}" role="img">${parts.join('')}</svg>`;
}

/** What a screen reader says: from when to when, the largest and the latest. */
export function describe(points: readonly ChartPoint[], unit: string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No data.';
  const most = points.reduce((a, b) => (b.value > a.value ? b : a));
  const count = (value: number) => `${formatCount(Math.round(value))}${unit && ` ${unit}`}`;
  return `${stamp(first.at)} to ${stamp(last.at)} UTC. Most: ${count(most.value)} at ${stamp(most.at)}. Latest: ${count(last.value)}.`;
}

/** The least of 2, 4, 10, 20, 40, 100 … that covers the value, so that half of it is a whole number as well. */
export function niceTop(value: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [2, 4, 10]) if (step * power >= value) return step * power;
}

function bars(
  points: readonly ChartPoint[],
  x: (index: number) => number,
  y: (value: number) => number,
): string[] {
  const wide = Math.max(1, (inner.width / points.length) * 0.72);
  return points.map(({ at, value }, index) => {
    const high = value > 0 ? Math.max(1, y(0) - y(value)) : 0;
    const tip = `<title>${escapeText(`${stamp(at)}: ${formatCount(Math.round(value))}`)}</title>`;
    return `<rect class="bar" x="${round(x(index) - wide / 2)}" y="${round(y(0) - high)}" width="${round(wide)}" height="${round(high)}" rx="1.5">${tip}</rect>`;
  });
}

function line(
  points: readonly ChartPoint[],
  x: (index: number) => number,
  y: (value: number) => number,
): string[] {
  const path = points.map(({ value }, index) => `${round(x(index))} ${round(y(value))}`).join('L');
  const base = `L${round(x(points.length - 1))} ${round(y(0))}L${round(x(0))} ${round(y(0))}Z`;
  return [`<path class="area" d="M${path}${base}"/>`, `<path class="line" d="M${path}"/>`];
}

function gridLine(value: number, y: number): string {
  const text = value >= 10_000 ? compact.format(value) : formatCount(value);
  return (
    `<line class="grid" x1="${frame.left}" x2="${width - frame.right}" y1="${round(y)}" y2="${round(y)}"/>` +
    `<text x="${frame.left - 8}" y="${round(y + 4)}" text-anchor="end">${text}</text>`
  );
}

function label(x: number, text: string): string {
  return `<text x="${round(x)}" y="${height - 6}" text-anchor="middle">${text}</text>`;
}

/** Some of the times, with the hour where the points lie within two days. */
function labels(points: readonly ChartPoint[]): [index: number, text: string][] {
  const every = Math.ceil(points.length / mostLabels);
  const [first, last] = [points[0], points.at(-1)];
  const hours = first && last && last.at.getTime() - first.at.getTime() <= 2 * DAY;
  return points
    .map(({ at }, index): [number, string] => [index, hours ? stamp(at).slice(11) : stamp(at).slice(5, 10)])
    .filter(([index]) => index % every === 0);
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
