import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Ground, keep, onGround, say } from './ground.ts';
import { type Loaded, loadGuild } from './sync-path.ts';
import { readRows, upsertPlainly } from './sync-upsert.ts';

const mebibyte = 1_024 * 1_024;

interface Round {
  plain: number;
  path: Loaded;
  /** What the larger load took; undefined where it is left out. */
  large: Loaded | undefined;
}

/**
 * Loads of a guild's members: rows per second of the whole path against a plain upsert of the same rows by one client,
 * in interleaved rounds; and how much memory a larger load takes.
 */
export async function benchSync(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      members: { type: 'string', default: '100000' },
      'memory-members': { type: 'string', default: '250000' },
    },
  });
  await onGround(async (ground) => {
    const load = loadavg();
    const rounds: Round[] = [];
    for (let n = 1; n <= Number(values.rounds); n++) {
      const round = await playRound(ground, Number(values.members), Number(values['memory-members']));
      rounds.push(round);
      say(`round ${n}: ${describe(round)}`);
    }
    report({ values, load, rounds });
  });
}

async function playRound(ground: Ground, members: number, most: number): Promise<Round> {
  const path = await loadGuild(ground, members);
  const rows = await readRows(ground);
  const guild = String(rows.of.guild_members[0]?.[0]?.[0]);
  const plain = await upsertPlainly(ground, rows, guild);
  return { path, plain, large: most > 0 ? await loadGuild(ground, most) : undefined };
}

function describe({ plain, path, large }: Round): string {
  const cpu = Object.entries(path.cpu).map(([name, ms]) => `${name} ${(ms / 1_000).toFixed(1)}`);
  const rates = `${Math.round(path.perSecond)} rows/s against ${Math.round(plain)} (${(path.perSecond / plain).toFixed(2)})`;
  return `${rates}; seconds of CPU: ${cpu.join(', ')}; rise: ${describeRise((large ?? path).rise)}`;
}

function describeRise(rise: Record<string, number>): string {
  return Object.entries(rise)
    .map(([name, bytes]) => `${name} ${Math.round(bytes / mebibyte)} MiB`)
    .join(', ');
}

interface Report {
  values: object;
  load: number[];
  rounds: Round[];
}

function report({ values, load, rounds }: Report): void {
  const rises = (name: string) =>
    rounds.flatMap(({ large }) => (large ? [(large.rise[name] ?? 0) / mebibyte] : []));
  const table: [string, number[], target?: string][] = [
    ['whole path, rows/s', rounds.map(({ path }) => path.perSecond)],
    ['plain upsert, rows/s', rounds.map(({ plain }) => plain)],
    ['whole path against plain upsert', rounds.map(({ path, plain }) => path.perSecond / plain), '≥ 0.5'],
    ['rise of resident memory, shard, MiB', rises('shard'), '≤ 150'],
    ['rise of resident memory, worker, MiB', rises('worker'), '≤ 150'],
  ];
  const measured = table.filter(([, figures]) => figures.length > 0);
  const figures = Object.fromEntries(
    measured.map(([name, values, target]) => [name, { ...spread(values), ...(target ? { target } : {}) }]),
  );
  const now = { at: new Date().toISOString(), cores: cpus().length, machineBefore: load };
  keep('sync.json', { ...now, load: values, figures });
  console.table(figures);
}

function spread(values: number[]): { median: number; least: number; most: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const rounded = (value = 0) => (value > 1_000 ? Math.round(value) : Math.round(value * 100) / 100);
  return {
    median: rounded(sorted[Math.floor(sorted.length / 2)]),
    least: rounded(sorted[0]),
    most: rounded(sorted.at(-1)),
  };
}
