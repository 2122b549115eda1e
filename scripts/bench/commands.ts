import type { CommandLoad } from './command-source.ts';
import { benchLatency } from './latency.ts';

/** How soon slash commands are answered, an account that is read and bytes that are sent in turns, under steady messages. */
export const benchCommands = benchLatency<CommandLoad>({
  name: 'commands',
  what: 'frame to callback',
  targets: { p50: '≤ 10', p99: '≤ 50' },
  rate: { option: 'commands', usual: 20 },
  load: (steady, commandsPerSecond) => ({ ...steady, commandsPerSecond }),
  async prepare(db) {
    await db('bytes_configs').update({ values: { announce: 'off', transferCooldownMinutes: 0 } });
    await db('guild_members').update({ balance: 1_000 });
  },
  source: 'scripts/bench/command-source.js',
  workers: [[]],
});
