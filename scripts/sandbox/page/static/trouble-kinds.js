import { store } from './store.js';

const guild = () => store.place.guild;

/**
 * Each kind of trouble with the orders of the control interface that make it: label, name, and the body that follows
 * from the kind's fields. A field is a label with its first value, or with the values to choose from.
 */
export const kinds = [
  {
    title: 'Gateway',
    orders: [
      ['Drop the sockets', 'dropSockets'],
      ['Op 7: reconnect', 'reconnect'],
      ['Op 9: resumable', 'invalidate', () => ({ resumable: true })],
      ['Op 9: not resumable', 'invalidate', () => ({ resumable: false })],
      ['Withhold acks', 'withholdAcks', () => ({ on: true })],
      ['Give acks', 'withholdAcks', () => ({ on: false })],
      ['Send twice', 'duplicate', () => ({ on: true })],
      ['Send once', 'duplicate', () => ({ on: false })],
    ],
  },
  {
    title: 'When events come',
    fields: { ms: ['Delay, ms', 500], window: ['Overtake among', 8], seed: ['Seed', 1] },
    orders: [
      ['Delay', 'delay', ({ ms }) => ({ ms })],
      ['Reorder', 'reorder', ({ window, seed }) => ({ on: true, window, seed })],
      ['In order', 'reorder', () => ({ on: false })],
    ],
  },
  {
    title: 'The next requests',
    fields: { status: ['Status', 500], times: ['How many', 3] },
    orders: [
      ['Refuse them', 'refuseRest', ({ status, times }) => ({ status, times })],
      ['Do them, say nothing', 'refuseRest', (fields) => ({ ...fields, afterwards: true })],
    ],
  },
  {
    title: 'Requests by chance',
    fields: {
      kind: ['Fault', ['500', '502', '503', '429', 'timeout', 'lost', 'slow']],
      share: ['Of a hundred', 10],
      seed: ['Seed', 1],
    },
    orders: [
      [
        'Let them fail',
        'faultRest',
        ({ kind, share, seed }) => ({ rates: { [kind]: Math.min(1, share / 100) }, seed }),
      ],
    ],
  },
  {
    title: 'Storm: all of it, in turn',
    fields: { seed: ['Seed', 1], every: ['Every, s', 2], seconds: ['For, s', 30] },
    orders: [
      [
        'Start the storm',
        'storm',
        ({ seed, every, seconds }) => ({ seed, everyMs: every * 1_000, forMs: seconds * 1_000 }),
      ],
    ],
  },
  {
    title: 'Crowds in this guild',
    fields: { members: ['Members', 30], messages: ['Messages', 20] },
    orders: [
      ['Raid', 'raid', ({ members }) => ({ guild: guild(), members })],
      ['Join wave', 'joinWave', ({ members }) => ({ guild: guild(), members })],
      ['Spam, as myself', 'spam', ({ messages }) => ({ guild: guild(), user: store.place.member, messages })],
    ],
  },
  {
    title: 'Load on all guilds',
    fields: { perSecond: ['Events a second', 50], seconds: ['For, s', 60], seed: ['Seed', 1] },
    orders: [
      ['Start', 'load', ({ perSecond, seconds, seed }) => ({ perSecond, forMs: seconds * 1_000, seed })],
      ['End', 'endLoad'],
    ],
  },
  {
    title: 'Outage and closed doors',
    orders: [
      ['This guild goes down', 'outage', () => ({ guild: guild(), on: true })],
      ['It comes back', 'outage', () => ({ guild: guild(), on: false })],
      ['Take no direct messages', 'closeMessages', () => ({ user: store.place.member })],
      ['Take them again', 'closeMessages', () => ({ user: store.place.member, closed: false })],
    ],
  },
];
