import { benchBacktest } from './backtest.ts';
import { benchCommands } from './commands.ts';
import { benchPatterns } from './patterns.ts';
import { benchSync } from './sync.ts';
import { benchThroughput } from './throughput.ts';
import { benchVerdicts } from './verdicts.ts';

/** `npm run bench [sync | commands | verdicts] [-- options]`: what is measured, by name; throughput where none is given. */
const benches: Record<string, (args: string[]) => Promise<void>> = {
  throughput: benchThroughput,
  sync: benchSync,
  commands: benchCommands,
  patterns: benchPatterns,
  backtest: benchBacktest,
  verdicts: benchVerdicts,
};

const [first = '', ...rest] = process.argv.slice(2);
const [name, args] =
  first === '' || first.startsWith('-') ? ['throughput', process.argv.slice(2)] : [first, rest];
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench) await bench(args);
else {
  console.error(`There is no bench “${name}”. There are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 1;
}
