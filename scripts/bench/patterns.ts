import { readText } from '../../shared/automod/content.ts';
import { fingerprintOf } from '../../shared/automod/fingerprint.ts';
import { compile, mostPatterns, Patterns } from '../../shared/automod/pattern.ts';
import { killers } from '../../shared/automod/pattern-killers.ts';

const short = 4_000; // characters: the longest message
const long = 100_000;
const rounds = 5;
const target = 10; // ms for a pattern on the longest message

/**
 * `npm run bench patterns`: what patterns cost on which backtracking engines never end, each compiled anew, its automaton empty,
 * on a text that it does not match; and what usual messages cost.
 */
export async function benchPatterns(): Promise<void> {
  for (const { pattern, miss } of killers) compile(pattern).test(miss(short)); // let the engine itself warm up
  const rows = killers.map(({ pattern, miss }) => {
    const [few, many] = [short, long].map((length) => cpuOf(pattern, miss(length)));
    return { pattern, 'ms at 4,000': few, 'ms at 100,000': many, growth: round((many ?? 0) / (few || 1)) };
  });
  console.log(`Milliseconds of CPU, the least of ${rounds}; linear is a growth of ${long / short} at most.`);
  console.table(rows);
  const most = Math.max(...rows.map((row) => row['ms at 4,000'] ?? 0));
  console.log(`The slowest takes ${most} ms for 4,000 characters (target: below ${target} ms).`);
  console.table(usualCosts());
}

function cpuOf(pattern: string, text: string): number {
  const times = Array.from({ length: rounds }, () => {
    const engine = compile(pattern);
    const before = process.cpuUsage();
    engine.test(text);
    return cpuSince(before) / 1_000;
  });
  return round(Math.min(...times));
}

/** Microseconds a usual message of 60 characters. */
function usualCosts(): Record<string, number> {
  const texts = Array.from(
    { length: 64 },
    (_, i) => `hey, did anyone see update ${i} already? it looks really good!`,
  );
  const words = [
    'free\\s+nitro',
    '(cheap|gratis)\\s+robux',
    'steam(community|powered)\\w*\\.ru',
    't\\.me/\\S+',
    'whats?app',
  ];
  const patterns = new Patterns(
    Array.from({ length: mostPatterns }, (_, i) => `${words[i % words.length]}(${i})?`),
  );
  const each = (work: (text: string) => unknown) => {
    const count = 100_000;
    for (let i = 0; i < count / 10; i++) work(texts[i % 64] ?? '');
    const before = process.cpuUsage();
    for (let i = 0; i < count; i++) work(texts[i % 64] ?? '');
    return round(cpuSince(before) / count);
  };
  return {
    'µs a fingerprint': each((text) => fingerprintOf(text).hash),
    [`µs for ${mostPatterns} patterns`]: each((text) => patterns.find(readText(text))),
  };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
