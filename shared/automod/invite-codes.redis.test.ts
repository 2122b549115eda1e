import { expect } from 'chai';
import { useRedis } from '../testing/redis.ts';
import { rememberInvites, saveInvite } from './invite-codes.ts';

describe('invites that were looked up', () => {
  const test = useRedis();

  it('are told, whoever looked them up, and the others left out', async () => {
    const invites = rememberInvites(test.redis);
    expect([...(await invites.read(['a', 'b', 'a']))]).eql([]);
    await saveInvite(test.redis, 'a', '123');
    await saveInvite(test.redis, 'b', 'none');
    const known = [
      ['a', '123'],
      ['b', 'none'],
    ];
    expect([...(await invites.read(['a', 'A', 'b']))]).eql(known);
    await test.redis.flushdb();
    expect([...(await invites.read(['a', 'b', 'c']))]).eql(known);
  });
});
