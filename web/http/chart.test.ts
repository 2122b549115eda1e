import { expect } from 'chai';
import { HOUR } from '../../shared/core/clock.ts';
import { drawChart, niceTop } from './chart.ts';

const start = Date.UTC(2026, 10, 24, 3);
const points = (...values: number[]) =>
  values.map((value, index) => ({ at: new Date(start + index * HOUR), value }));

describe('charts', () => {
  it('draw a bar per point, the largest the highest, and none for nothing', () => {
    const svg = drawChart({ title: 'Awards', points: points(5, 20, 0) });
    const bars = [...svg.matchAll(/class="bar"[^>]* height="([\d.]+)"/g)].map(([, high]) => Number(high));
    expect(bars).to.have.length(3);
    expect(bars[1])
      .to.equal(4 * (bars[0] ?? 0))
      .and.equal(140);
    expect(bars[2]).to.equal(0);
  });

  it('draw a second series on top of the first, and tell of both', () => {
    const both = points(6, 0).map((point, index) => ({ ...point, more: [4, 3][index] ?? 0 }));
    const svg = drawChart({ title: 'Views', points: both, series: ['People', 'Bots'] });
    const bars = [...svg.matchAll(/class="bar( more)?"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"/g)];
    const [below, above, nothing] = bars.map(([, , y, high]) => ({ y: Number(y), high: Number(high) }));
    expect((above?.y ?? 0) + (above?.high ?? 0)).to.be.closeTo(below?.y ?? 0, 0.2);
    expect(nothing?.high).to.equal(0);
    expect(svg)
      .to.include(': People 6, Bots 4<')
      .and.include('Bots: Most: 4 at 2026-11-24 03:00. Latest: 3.');
  });

  it('draw a line through all points where levels are shown', () => {
    const svg = drawChart({ title: 'Bytes', kind: 'line', points: points(1, 2, 3, 4) });
    expect(svg.match(/class="line" d="M([^"]+)"/)?.[1]?.split('L')).to.have.length(4);
  });

  it('say in words what they show', () => {
    const svg = drawChart({ title: 'Awards', unit: 'bytes', points: points(5, 2_000, 7) });
    expect(svg).to.include('role="img"').and.include('<title>Awards</title>');
    expect(svg).to.include(
      '<desc>2026-11-24 03:00 to 2026-11-24 05:00 UTC. Most: 2,000 bytes at 2026-11-24 04:00. Latest: 7 bytes.</desc>',
    );
  });

  it('show hours within two days, and days beyond', () => {
    expect(drawChart({ title: '', points: points(1) })).to.include('>03:00</text>');
    const days = [0, 1, 2, 3].map((day) => ({ at: new Date(start + day * 24 * HOUR), value: 1 }));
    expect(drawChart({ title: '', points: days })).to.include('>11-24</text>');
  });

  it('name a day where it begins, also where it has several points', () => {
    const quarters = Array.from({ length: 28 }, (_, index) => ({
      at: new Date(start + index * 6 * HOUR),
      value: 1,
    }));
    const named = [
      ...drawChart({ title: '', points: quarters }).matchAll(/x="([\d.]+)"[^>]*>(11-\d\d|12-\d\d)</g),
    ];
    expect(named.map(([, , day]) => day)).to.deep.equal(['11-24', '11-26', '11-28', '11-30']);
    expect(Number(named[1]?.[1])).to.be.closeTo(44 + 8.5 * (588 / 28), 0.1); // the 26th, at three in the night
  });

  it('end their axis at a round number', () => {
    for (const [value, top] of [
      [0, 2],
      [2, 2],
      [3, 4],
      [5, 10],
      [101, 200],
      [999_999, 1_000_000],
    ] as const)
      expect(niceTop(value), String(value)).to.equal(top);
  });

  it('keep hostile titles as text, and carry no style of their own', () => {
    const svg = drawChart({ title: `</title><script>"'&`, unit: '<b>', points: points(1) });
    expect(svg).to.include('&lt;/title&gt;&lt;script&gt;&quot;&#39;&amp;').and.not.include('<script');
    expect(svg)
      .to.not.include('<b>')
      .and.not.match(/style|fill=|stroke=/);
  });

  it('hold without any point', () => {
    expect(drawChart({ title: 'Awards', points: [] }))
      .to.include('No data.')
      .and.not.include('NaN');
  });
});
