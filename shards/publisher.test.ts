import { expect } from 'chai';
import { silent } from '../shared/core/log.ts';
import { type Batch, openPublisher, type Publisher } from './publisher.ts';

/** A publisher whose requests end when the test says so. */
function openTested({ pace = 0 } = {}) {
  const halt = new AbortController();
  const requests: { batches: readonly Batch[]; succeed: () => void; fail: () => void }[] = [];
  const released: (number | undefined)[] = [];
  const publisher = openPublisher({
    send: (batches) =>
      new Promise((resolve, reject) => {
        requests.push({ batches, succeed: resolve, fail: () => reject(new Error('away')) });
      }),
    form: { most: 256, before: '[', after: ']', pace },
    lane: { hold: (sequence) => sequence, release: (next) => released.push(next) },
    log: silent,
    signal: halt.signal,
  });
  const events = ({ json }: Batch): number[] => JSON.parse(String(json));
  const sent = () => requests.map(({ batches }) => batches.map(events));
  return { publisher, requests, released, sent, halt };
}

type Form = { size?: number; session?: string };

/** Pushes an event whose text, of `size` characters, is its sequence. */
function pushOne(publisher: Publisher, sequence: number, { size = 0, session = 'a' }: Form = {}): void {
  publisher.push(
    { id: String(sequence), session, sequence, position: sequence },
    String(sequence).padEnd(size),
  );
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const push = ({ publisher }: Pick<ReturnType<typeof openTested>, 'publisher'>, from: number, to: number) => {
  for (let sequence = from; sequence <= to; sequence++) pushOne(publisher, sequence);
};

describe('the publisher', () => {
  it('sends the first event at once, and what arrives meanwhile with the next request', async () => {
    const tested = openTested();
    push(tested, 1, 4);
    expect(tested.sent()).to.deep.equal([[[1]]]);
    tested.requests[0]?.succeed();
    await settled();
    expect(tested.sent()).to.deep.equal([[[1]], [[2, 3, 4]]]);
    expect(tested.released).to.deep.equal([2]);
    tested.requests[1]?.succeed();
    await tested.publisher.drained();
    expect(tested.released).to.deep.equal([2, undefined]);
  });

  it('sends an event that comes after it was idle', async () => {
    const tested = openTested();
    push(tested, 1, 1);
    tested.requests[0]?.succeed();
    await tested.publisher.drained();
    push(tested, 2, 2);
    expect(tested.sent()).to.deep.equal([[[1]], [[2]]]);
  });

  it('gathers what follows soon after a request, and waits no longer than for a full batch', async () => {
    const tested = openTested({ pace: 20 });
    push(tested, 1, 1);
    tested.requests[0]?.succeed();
    await settled();
    push(tested, 2, 2);
    push(tested, 3, 3);
    expect(tested.sent()).to.deep.equal([[[1]]]);
    while (tested.requests.length < 2) await settled();
    expect(tested.sent()).to.deep.equal([[[1]], [[2, 3]]]);
    tested.requests[1]?.succeed();
    await settled();
    push(tested, 4, 259);
    await settled();
    expect(tested.sent()[2]?.map(({ length }) => length)).to.deep.equal([256]);
  });

  it('cuts batches by number, by size and by session', async () => {
    const tested = openTested();
    push(tested, 1, 300);
    for (const sequence of [301, 302]) pushOne(tested.publisher, sequence, { size: 240_000 });
    for (const sequence of [1, 2]) pushOne(tested.publisher, sequence, { session: 'b' });
    tested.requests[0]?.succeed();
    await settled();
    const sizes = tested.sent()[1]?.map(({ length }) => length);
    expect(sizes).to.deep.equal([256, 44, 1, 2]);
  });

  it('sends about 4 MiB at once, so that other lanes do not wait behind much more, and loses no order', async () => {
    const tested = openTested();
    const all = Array.from({ length: 42 }, (_, n) => n + 1);
    for (const sequence of all) pushOne(tested.publisher, sequence, { size: 250_000 });
    for (let n = 0; n < tested.requests.length; n++) {
      tested.requests[n]?.succeed();
      await settled();
    }
    expect(tested.sent().map((batches) => batches.length)).to.deep.equal([1, 17, 17, 7]);
    expect(tested.sent().flat(2)).to.deep.equal(all);
  });

  it('sends the same once more when it is unclear whether it arrived', async () => {
    const tested = openTested();
    push(tested, 1, 1);
    tested.requests[0]?.fail();
    push(tested, 2, 2);
    while (tested.requests.length < 2) await settled();
    expect(tested.sent()).to.deep.equal([[[1]], [[1]]]);
    expect(tested.released).to.deep.equal([]);
  });

  it('gives up what waits when told to', async () => {
    const tested = openTested();
    push(tested, 1, 3);
    const drained = tested.publisher.drained();
    tested.halt.abort();
    await drained;
    tested.requests[0]?.succeed();
    await settled();
    expect(tested.released).to.deep.equal([]);
  });
});
