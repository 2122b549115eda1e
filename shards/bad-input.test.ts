import { expect } from 'chai';
import { absence, areRecorded, mangledEvents, openFeed, recordedEvents } from './bad-input.fixture.ts';
import { payloads } from './payloads.fixture.ts';

describe('bad input', () => {
  it(`takes, drops or refuses every recorded event${absence}`, async function () {
    if (!areRecorded) return this.skip();
    const events = recordedEvents();
    const { feed, taken, fates } = openFeed();
    for (const { t, d } of events) feed(t, d);
    feed('MESSAGE_CREATE', payloads[0]?.[1]);
    const counted = await fates();
    expect(counted.queued + counted.dropped + counted.refused).to.equal(events.length + 1);
    expect(taken.at(-1)?.envelope.id).to.equal(payloads[0]?.[1].id);
    expect(counted.queued).to.be.above(20);
  });

  it('survives 10,000 mangled payloads, each of which leaves the next one readable', async () => {
    const { feed, taken, fates, known } = openFeed();
    for (const { t, d } of mangledEvents(10_000)) feed(t, d);
    known.forget(); // else a presence among the following says nothing new
    const before = taken.length;
    for (const [type, payload] of payloads) feed(type, payload);
    expect(taken.length - before).to.equal(payloads.length);
    const counted = await fates();
    expect(counted.queued + counted.dropped + counted.refused).to.equal(10_000 + payloads.length);
    expect(counted.refused).to.be.above(1_000);
    expect(counted.refusedTypes).to.have.members(payloads.map(([type]) => type));
  });

  it('counts dispatches that are no dispatches as refused', async () => {
    const { intake, fates } = openFeed();
    for (const s of [Number.NaN, undefined, null, '7', 1.5])
      intake(JSON.parse(JSON.stringify({ t: 'MESSAGE_CREATE', s, d: null })));
    expect((await fates()).refused).to.equal(5);
  });
});
