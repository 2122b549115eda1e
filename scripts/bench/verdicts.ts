import { benchLatency } from './latency.ts';
import { giveRules } from './rules.ts';
import type { VerdictLoad } from './verdict-source.ts';

/** How soon after a forbidden message's frame Discord is asked to act, with ten rules in every guild, under steady messages. */
export const benchVerdicts = benchLatency<VerdictLoad>({
  name: 'verdicts',
  what: 'frame to request',
  targets: { p50: '≤ 8', p99: '≤ 40' },
  rate: { option: 'offences', usual: 10 }, // with what follows each, below the 50 requests/s that Discord takes
  load: (steady, offencesPerSecond) => ({ ...steady, offencesPerSecond }),
  prepare: (db) => giveRules(db, 10),
  source: 'scripts/bench/verdict-source.js',
  workers: [[], ['effects']],
});
