import { expect } from 'chai';
import type { AnyEnvelope, Envelope } from './events.ts';
import { packEvent, unpackEvent } from './wire.ts';

const plain: Envelope<'MESSAGE_CREATE'> = {
  t: 'MESSAGE_CREATE',
  id: '11',
  at: 1_795_000_000_000,
  d: {
    id: '11',
    guild: '1',
    channel: '2',
    author: { id: '3', username: 'ada', globalName: null, avatar: null },
    roles: ['4'],
    joinedAt: null,
    content: '',
    attachments: [],
    mentions: { users: 0, roles: 0, everyone: false },
    flags: 0,
  },
};
const file = { id: '5', name: 'a.png', size: 1, type: null, url: 'https://cdn.discordapp.com/a.png' };
const events: AnyEnvelope[] = [
  plain,
  { ...plain, d: { ...plain.d, attachments: [file], mentions: { users: 2, roles: 1, everyone: true } } },
  { ...plain, d: { ...plain.d, mentions: { users: 0, roles: 0, everyone: true } } },
  { ...plain, d: { ...plain.d, parent: '6' } },
  { ...plain, t: 'MESSAGE_UPDATE', id: '11-1795000000500', d: { ...plain.d, editedAt: 1_795_000_000_500 } },
  { t: 'GUILD_DELETE', id: 's-7', at: 8, d: { guild: '1', unavailable: false } },
];

describe('events on their way', () => {
  for (const event of events) {
    it(`arrive as they left: ${event.t} ${event.id}`, () => {
      expect(unpackEvent(JSON.parse(JSON.stringify(packEvent(event))))).to.deep.equal(event);
    });
  }
});
