import { Problem } from '../services/problem.ts';
import { benchBacktest } from './backtest.ts';
import { benchCommands } from './commands.ts';
import { benchData } from './data.ts';
import { benchPages } from './pages.ts';
import { benchPatterns } from './patterns.ts';
import { benchSync } from './sync.ts';
import { benchThroughput } from './throughput.ts';
import { benchVerdicts } from './verdicts.ts';

/** `npm run bench [sync | commands | data | …] [-- options]`: what is measured, by name; throughput where none is given. */
const benches: Record<string, (args: string[]) => Promise<void>> = {
  throughput: benchThroughput,
  sync: benchSync,
  commands: benchCommands,
  patterns: benchPatterns,
  backtest: benchBacktest,
  verdicts: benchVerdicts,
  data: benchData,
  pages: benchPages,
};

const [first = '', ...rest] = process.argv.slice(2);
const [name, args] =
  first === '' || first.startsWith('-') ? ['throughput', process.argv.slice(2)] : [first, rest];
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench)
  await bench(args).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
else {
  console.error(`There is no bench “${name}”. There are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 1;
}
