import { expect } from 'chai';
import { DAY, SECOND, systemClock } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { createKey } from './api-keys.ts';
import { begin, type Claim, finish, free } from './idempotency.ts';

describe('requests that are done once', () => {
  const database = useDatabase();
  let ahead = 0;
  let claim: Claim;
  const deps = () => ({ db: database.db, clock: () => systemClock() + ahead });
  const answer = { status: 201, headers: { ETag: '"1"' }, body: { id: '5' } };

  before(async () => {
    const draft = { name: 'robot', scopes: [], guilds: null, expiresAt: null };
    const made = await createKey(database, draft, { actor: { kind: 'system', name: 'test' } });
    const keyId = made.is === 'created' ? made.key.id : '';
    claim = { keyId, route: 'post /things', idempotencyKey: 'a', fingerprint: 'one' };
  });

  beforeEach(async () => {
    ahead = 0;
    await database.db('idempotency_keys').delete();
  });

  async function first(): Promise<Date> {
    const begun = await begin(deps(), claim);
    if (begun.is !== 'first') throw new Error(`expected to be first, not ${begun.is}`);
    return begun.at;
  }

  it('has one first of many at once', async () => {
    const begun = await Promise.all(Array.from({ length: 10 }, () => begin(deps(), claim)));
    expect(begun.filter(({ is }) => is === 'first')).to.have.length(1);
    expect(begun.filter(({ is }) => is === 'busy')).to.have.length(9);
  });

  it('keeps the answer for a day', async () => {
    await finish(deps(), claim, await first(), answer);
    expect(await begin(deps(), claim)).to.deep.equal({ is: 'done', answer });
    ahead = DAY - SECOND;
    expect(await begin(deps(), claim)).to.include({ is: 'done' });
    ahead = DAY + SECOND;
    expect(await begin(deps(), claim)).to.include({ is: 'first' });
  });

  it('tells another request under the same key', async () => {
    const other = { ...claim, fingerprint: 'two' };
    const at = await first();
    expect(await begin(deps(), other)).to.deep.equal({ is: 'conflict' });
    await finish(deps(), claim, at, answer);
    expect(await begin(deps(), other)).to.deep.equal({ is: 'conflict' });
    expect(await begin(deps(), { ...other, route: 'post /others' })).to.include({ is: 'first' });
  });

  it('forgets what came to nothing', async () => {
    await free(deps(), claim, await first());
    expect(await begin(deps(), claim)).to.include({ is: 'first' });
  });

  it('lets one take the place of a crashed request after a minute, and no late answer replace its own', async () => {
    const crashed = await first();
    ahead = 59 * SECOND;
    expect(await begin(deps(), claim)).to.deep.equal({ is: 'busy' });
    ahead = 62 * SECOND;
    expect(await begin(deps(), { ...claim, fingerprint: 'two' })).to.deep.equal({ is: 'conflict' });
    const taken = await first();
    await finish(deps(), claim, crashed, { ...answer, status: 500 });
    await free(deps(), claim, crashed);
    expect(await begin(deps(), claim)).to.deep.equal({ is: 'busy' });
    await finish(deps(), claim, taken, answer);
    expect(await begin(deps(), claim)).to.deep.equal({ is: 'done', answer });
  });

  it('deletes what is older than a day, a little at a time', async () => {
    for (const idempotencyKey of ['b', 'c']) await begin(deps(), { ...claim, idempotencyKey });
    ahead = 2 * DAY;
    await first();
    expect(await database.db('idempotency_keys').pluck('idempotency_key')).to.deep.equal(['a']);
  });
});
