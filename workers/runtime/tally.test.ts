import { expect } from 'chai';
import { noTallies } from '../../shared/analytics/tallies.ts';
import type { AnyEnvelope } from '../../shared/core/events.ts';
import { tally } from './tally.ts';

describe('counting a batch', () => {
  it('tells messages apart, by guild and hour of what came first', () => {
    const counted: unknown[] = [];
    const tallies = { ...noTallies, add: (...given: unknown[]) => void counted.push(given) };
    const event = (t: string, at: number, d: object) => ({ t, id: '1', at, d }) as AnyEnvelope;
    tally({ tallies }, [
      event('MESSAGE_CREATE', 5, { guild: '100' }),
      event('MESSAGE_CREATE', 6, { guild: '200' }),
      event('MESSAGE_CREATE', 7, { guild: '100' }),
      event('GUILD_MEMBER_ADD', 8, { guild: '100' }),
      event('READY', 9, { shard: 0, shards: 1, guilds: [] }),
    ]);
    expect(counted).to.deep.equal([
      ['events', '100', 5, 3],
      ['messages', '100', 5, 2],
      ['events', '200', 6, 1],
      ['messages', '200', 6, 1],
      ['events', null, 9, 1],
    ]);
  });
});
