import type { BotStatus } from '../../shared/analytics/model.ts';
import { shardSilentAfter } from '../../shared/cluster/shards.ts';
import { shardTags } from './cluster-words.ts';
import { msInWords } from './stat-words.ts';

const mostShown = 12; // those that are not connected are among them

/** How the shards do: how many are connected, and some of them. `count` is how many there are to be. */
export function viewShards({ shards, count }: { shards: readonly BotStatus[]; count: number }, now: number) {
  const told = shards.map((shard) => ({ shard, how: stateOf(shard, now) }));
  const sum = (of: 'guilds' | 'gaps') => shards.reduce((all, shard) => all + shard[of], 0);
  return {
    count,
    connected: told.filter(({ how }) => how === 'attached').length,
    guilds: sum('guilds'),
    gaps: sum('gaps'),
    shown: told
      .toSorted((one, other) => Number(one.how === 'attached') - Number(other.how === 'attached'))
      .slice(0, mostShown)
      .map(({ shard: { shard, process, guilds, latencyMs, gaps, beatAt }, how }) => ({
        ...{ number: shard, process, guilds, gaps, beatAt },
        latency: latencyMs === null ? '–' : msInWords(latencyMs),
        tag: shardTags[how] ?? { text: how, tone: 'plain' },
      })),
  };
}

function stateOf({ state, beatAt }: BotStatus, now: number): string {
  return state !== 'stopped' && now - beatAt.getTime() > shardSilentAfter ? 'silent' : state;
}
