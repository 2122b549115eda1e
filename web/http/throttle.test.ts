import { expect } from 'chai';
import { networkOf } from './throttle.ts';

describe('networks that tries are counted by', () => {
  it('takes an IPv4 address for itself and an IPv6 address for its /64', () => {
    const networks = {
      '192.0.2.7': '192.0.2.7',
      '::ffff:192.0.2.7': '::ffff:192.0.2.7',
      '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
      '2001:0db8:1:2::9': '2001:db8:1:2::/64',
      '2001:db8::1': '2001:db8:0:0::/64',
      '::1': '0:0:0:0::/64',
    };
    for (const [ip, network] of Object.entries(networks)) expect(networkOf(ip), ip).to.equal(network);
  });
});
