import { expect } from 'chai';
import { clusterOptions } from './redis.ts';

describe('a Redis Cluster', () => {
  it('has its other nodes reached as the first one is: with user, password and TLS', () => {
    const { redisOptions, dnsLookup } = clusterOptions('rediss://bot:p%2Fw@cache.example:6380');
    expect(redisOptions).to.include({ username: 'bot', password: 'p/w' }).and.to.have.property('tls');
    dnsLookup?.('node-2.cache.example', (_error, address) =>
      expect(address).to.equal('node-2.cache.example'),
    );
  });

  it('has them reached plainly where the address says no more', () => {
    const { redisOptions, dnsLookup } = clusterOptions('redis://127.0.0.1:7000');
    expect(redisOptions).to.not.have.any.keys('username', 'password', 'tls');
    expect(dnsLookup).to.equal(undefined);
  });
});
