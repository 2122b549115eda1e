import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { BytesRole } from '../../shared/bytes/model.ts';
import { AppError } from '../../shared/core/errors.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { isOutside } from './outside.ts';

const nobody = '127.0.0.1:1'; // no server listens on port 1

describe('faults outside', () => {
  it('are a Postgres that is not there, asked through knex or a model', async () => {
    const db = openDatabase(`postgres://a:b@${nobody}/c`);
    expect(isOutside(await thrownBy(db.raw('SELECT 1')))).eq(true);
    expect(isOutside(await thrownBy(BytesRole.query(db).limit(1)))).eq(true);
    await db.destroy();
  });

  it('are a Redis that is not there', async () => {
    const redis = new Redis(`redis://${nobody}`, { maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on('error', () => {});
    expect(isOutside(await thrownBy(redis.get('key')))).eq(true);
    redis.disconnect();
  });

  it('are a host that refuses connections', async () => {
    expect(isOutside(await thrownBy(once(connect(1, '127.0.0.1'), 'connect')))).eq(true);
  });

  it('are what this system calls unavailable', () => {
    expect(isOutside(new Error('no award', { cause: new AppError('unavailable') }))).eq(true);
  });

  it('are not bugs, bad data or anything thrown that is no error', () => {
    for (const inside of [new TypeError('x is not a function'), new AppError('bad-data'), 'text', undefined])
      expect(isOutside(inside)).eq(false);
  });
});

async function thrownBy(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
