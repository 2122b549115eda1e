import { store } from './store.js';

const guild = () => store.place.guild;
const here = () => ({
  guild: guild(),
  channel: store.place.channel === 'direct' ? undefined : store.place.channel || undefined,
});

/**
 * Each kind of trouble with the orders of the control interface that make it: name, and the body that follows from the
 * kind's fields. A field is a label with its first value, or with the values to choose from. What lasts is a switch:
 * `is` tells from the sandbox's state how it is on, or null where it is off. `tells` is what else there is to say.
 */
export const kinds = [
  {
    title: 'Gateway',
    orders: [
      ['Drop the sockets', 'dropSockets'],
      ['Op 7: reconnect', 'reconnect'],
      ['Op 9: resumable', 'invalidate', () => ({ resumable: true })],
      ['Op 9: not resumable', 'invalidate', () => ({ resumable: false })],
    ],
    switches: [
      onOff('Withhold acks', 'withholdAcks', ({ acksWithheld }) => acksWithheld),
      onOff('Send twice', 'duplicate', ({ duplicates }) => duplicates),
    ],
  },
  {
    title: 'When events come',
    fields: { ms: ['Delay, ms', 500], window: ['Overtake among', 8], seed: ['Seed', 1] },
    switches: [
      {
        label: 'Delay',
        is: ({ delay }) => (delay > 0 ? `by ${delay} ms` : null),
        on: ['delay', ({ ms }) => ({ ms })],
        off: ['delay', () => ({ ms: 0 })],
      },
      {
        label: 'Reorder',
        is: ({ reorder }) => (reorder === null ? null : `among ${reorder}`),
        on: ['reorder', ({ window, seed }) => ({ on: true, window, seed })],
        off: ['reorder', () => ({ on: false })],
      },
    ],
  },
  {
    title: 'The next requests',
    fields: { status: ['Status', 500], times: ['How many', 3] },
    orders: [
      ['Refuse them', 'refuseRest', ({ status, times }) => ({ status, times })],
      ['Do them, say nothing', 'refuseRest', (fields) => ({ ...fields, afterwards: true })],
    ],
    tells: ({ refusals }) => refusals.map(({ status, times }) => `${times} × ${status} to come`).join(', '),
  },
  {
    title: 'Requests by chance',
    fields: {
      kind: ['Fault', ['500', '502', '503', '429', 'timeout', 'lost', 'slow']],
      share: ['Of a hundred', 10],
      seed: ['Seed', 1],
    },
    switches: [
      {
        label: 'Let them fail',
        is: ({ faults }) => faults && ratesText(faults),
        on: ['faultRest', ({ kind, share, seed }) => ({ rates: { [kind]: Math.min(1, share / 100) }, seed })],
        off: ['faultRest', () => ({ rates: {} })],
      },
    ],
    tells: ({ silenced }) =>
      silenced > 0 ? `Some get no answer at all (${silenced} orders of silence)` : '',
  },
  {
    title: 'Storm: all of it, in turn',
    fields: { seed: ['Seed', 1], every: ['Every, s', 2], seconds: ['For, s', 30] },
    switches: [
      {
        label: 'Storm',
        is: ({ storm }) => (storm ? 'on' : null),
        on: [
          'storm',
          ({ seed, every, seconds }) => ({ seed, everyMs: every * 1_000, forMs: seconds * 1_000 }),
        ],
        off: ['endStorm', () => ({})],
      },
    ],
  },
  {
    title: 'Crowds here',
    fields: { members: ['Members', 30], messages: ['Messages', 20] },
    orders: [
      ['Raid', 'raid', ({ members }) => ({ ...here(), members })],
      ['Join wave', 'joinWave', ({ members }) => ({ guild: guild(), members })],
      ['Spam, as myself', 'spam', ({ messages }) => ({ ...here(), user: store.place.member, messages })],
    ],
  },
  {
    title: 'Load on all guilds',
    fields: { perSecond: ['Events a second', 50], seconds: ['For, s', 60], seed: ['Seed', 1] },
    switches: [
      {
        label: 'Load',
        is: ({ load }) => (load.running ? `${load.posted.toLocaleString()} posted` : null),
        on: ['load', ({ perSecond, seconds, seed }) => ({ perSecond, forMs: seconds * 1_000, seed })],
        off: ['endLoad', () => ({})],
      },
    ],
  },
  {
    title: 'Outage and closed doors',
    switches: [
      onOff('Outage of this guild', 'outage', ({ outage }) => outage, guildOnly),
      {
        label: 'Take no direct messages',
        is: ({ closed }) => (closed ? 'on' : null),
        on: ['closeMessages', () => ({ user: store.place.member, closed: true })],
        off: ['closeMessages', () => ({ user: store.place.member, closed: false })],
      },
    ],
  },
];

function onOff(label, name, isOn, more = () => ({})) {
  return {
    label,
    is: (state) => (isOn(state) ? 'on' : null),
    on: [name, () => ({ ...more(), on: true })],
    off: [name, () => ({ ...more(), on: false })],
  };
}

function guildOnly() {
  return { guild: guild() };
}

function ratesText(rates) {
  return Object.entries(rates)
    .map(([kind, rate]) => `${Math.round(rate * 1_000) / 10} % ${kind}`)
    .join(', ');
}
