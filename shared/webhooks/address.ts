import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Whether an address is one of the public internet: neither this machine, nor its networks, nor what stands for
 * something else. Of IPv6 only 2000::/3 is given out (IANA's registries of special-purpose addresses).
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  return isIPv4(address)
    ? !special.check(address)
    : given.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

const special = listOf([
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carriers
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link; what clouds tell their machines
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation, as the next but one and 203.0.113
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // many at once
  ['240.0.0.0', 4],
  ['2001::', 23], // Teredo and other protocols, which may stand for any IPv4 address
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4, likewise
  ['3fff::', 20],
]);
const given = listOf([['2000::', 3]]);

function listOf(networks: [address: string, bits: number][]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, isIPv4(address) ? 'ipv4' : 'ipv6');
  return list;
}
