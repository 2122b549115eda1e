import { HOUR } from '../../shared/core/clock.ts';
import { type Page, show } from '../http/page.ts';

const template = new URL('./styleguide.pug', import.meta.url);

/** Every mixin with made-up values: what a new page is put together from. */
export const styleguide: Page = {
  method: 'get',
  path: '/admin/styleguide',
  access: 'staff',
  handle: (ctx, deps) => show(ctx, deps, template, { title: 'Style guide', wide: true, ...samples }),
};

const start = Date.UTC(2026, 10, 23, 12);
const tide = [4, 7, 12, 9, 15, 22, 31, 28, 40, 38, 52, 47, 35, 30, 24, 18, 12, 9, 5, 3, 2, 6, 11, 16];

const samples = {
  swatches: ['ground', 'raised', 'sunk', 'line', 'edge', 'soft', 'ink', 'accent', 'good', 'warn', 'bad'],
  points: tide.map((value, index) => ({ at: new Date(start + index * HOUR), value: value * 40 })),
  levels: tide.map((_, index) => ({
    at: new Date(start + index * 24 * HOUR),
    value: tide.slice(0, index + 1).reduce((sum, value) => sum + value * 40, 0),
  })),
  members: [
    { id: '1', name: 'Ada', balance: 12_840, streak: 64 },
    { id: '2', name: 'Grace', balance: 9_310, streak: 33 },
    { id: '3', name: 'Linus <b>& sons</b>', balance: 420, streak: 2 },
  ],
  channels: [
    { value: '11', text: 'general', hint: 'Community' },
    { value: '12', text: 'help', hint: 'Community' },
    { value: '13', text: 'showcase', hint: 'Community' },
    { value: '14', text: 'announcements' },
    { value: '15', text: 'bots', hint: 'Staff' },
    { value: '16', text: 'log', hint: 'Staff' },
    { value: '17', text: 'meeting', hint: 'Staff' },
    { value: '18', text: 'off-topic' },
  ],
  roles: [
    { value: '21', text: 'Helper' },
    { value: '22', text: 'Regular' },
  ],
  hostile: `<img src=x onerror=alert(1)>'"&`,
  moment: new Date(start),
};
