import { expect } from 'chai';
import { silent } from '../shared/core/log.ts';
import { type Batch, type Held, openPublisher } from './publisher.ts';

/** A publisher whose requests end when the test says so. */
function openTested() {
  const halt = new AbortController();
  const requests: { batches: readonly Batch[]; succeed: () => void; fail: () => void }[] = [];
  const released: (number | undefined)[] = [];
  const publisher = openPublisher({
    send: (batches) =>
      new Promise((resolve, reject) => {
        requests.push({ batches, succeed: resolve, fail: () => reject(new Error('away')) });
      }),
    most: 256,
    lane: { hold: (sequence) => sequence, release: (next) => released.push(next) },
    log: silent,
    signal: halt.signal,
  });
  const sent = () => requests.map(({ batches }) => batches.map(({ texts }) => texts.map(Number)));
  return { publisher, requests, released, sent, halt };
}

function held(sequence: number, { size = 100, session = 'a' } = {}): Held {
  const id = String(sequence);
  return { id, text: id.padStart(size, '0'), session, sequence, position: sequence };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const push = ({ publisher }: Pick<ReturnType<typeof openTested>, 'publisher'>, from: number, to: number) => {
  for (let sequence = from; sequence <= to; sequence++) publisher.push(held(sequence));
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

  it('cuts batches by number, by size and by session', async () => {
    const tested = openTested();
    push(tested, 1, 300);
    for (const sequence of [301, 302]) tested.publisher.push(held(sequence, { size: 240_000 }));
    for (const sequence of [1, 2]) tested.publisher.push(held(sequence, { session: 'b' }));
    tested.requests[0]?.succeed();
    await settled();
    const sizes = tested.requests[1]?.batches.map(({ texts }) => texts.length);
    expect(sizes).to.deep.equal([256, 44, 1, 2]);
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
