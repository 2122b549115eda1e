import { expect } from 'chai';
import { assignShards, processIndex } from './assignment.ts';

describe('which shards a process has', () => {
  it('is every shard exactly once over all processes', () => {
    const all = [0, 1, 2].flatMap((index) => assignShards(7, { index, of: 3 }));
    expect(all.sort()).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
  });

  it('follows from the number that the process was given', () => {
    expect(processIndex(undefined, { SHARD_PROCESSES: 1 })).to.equal(0);
    expect(processIndex('2', { SHARD_PROCESSES: 3 })).to.equal(2);
  });

  it('names a number that cannot be', () => {
    for (const given of ['3', '-1', 'two'])
      expect(() => processIndex(given, { SHARD_PROCESSES: 3 })).to.throw(/SHARD_PROCESS: .* 0 to 2/);
  });
});
