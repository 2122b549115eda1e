import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { backtest } from '../../shared/automod/backtest.ts';
import { DAY, SECOND } from '../../shared/core/clock.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { type Ground, keep, onGround, say } from './ground.ts';

const guild = '290926798626357999';

/** Drafts of every kind of window, as strict as a server might set them. */
const drafts: Record<string, Record<string, unknown>> = {
  'message count': { kind: 'message-count', settings: { atLeast: 8, seconds: 10 } },
  duplicates: { kind: 'duplicates', settings: { atLeast: 3, seconds: 60 } },
  channels: { kind: 'channels', settings: { atLeast: 4, seconds: 60 } },
  mentions: { kind: 'mentions', settings: { atLeast: 8, seconds: 60 } },
  'same text from many': { kind: 'cross-duplicates', settings: { atLeast: 4, seconds: 60 } },
};

/** How long a backtest over a week's messages of one guild takes, for every kind of window. */
export async function benchBacktest(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '3' }, messages: { type: 'string', default: '1000000' } },
  });
  await onGround(async (ground) => {
    const load = loadavg();
    const now = Date.now();
    await writeTraces(ground, Number(values.messages), now);
    const seconds: Record<string, number[]> = {};
    for (let round = 1; round <= Number(values.rounds); round++)
      for (const [name, draft] of Object.entries(drafts)) {
        const start = performance.now();
        const done = await backtest(ground, guild, { rule: draft, days: 7, now });
        const took = (performance.now() - start) / SECOND;
        seconds[name] = [...(seconds[name] ?? []), took];
        if (done.is !== 'done') throw new Error(`the backtest of ${name} answered ${done.is}`);
        const { looked, messages, members } = done;
        say(`${name}: ${took.toFixed(2)} s for ${looked} messages; ${messages} hit, of ${members} members`);
      }
    report({ values, load, seconds });
  });
}

/** A week of 20,000 members, the busiest of whom write most, in 40 channels; every twentieth message is one of few texts. */
async function writeTraces({ db }: Ground, count: number, now: number): Promise<void> {
  await keepPartitions(db, now);
  await db('guilds').insert({ id: guild });
  const piece = 50_000; // what even a slow machine writes before the client gives up
  for (let first = 1; first <= count; first += piece)
    await db.raw(
      `INSERT INTO message_traces (message_id, at, guild_id, channel_id, user_id, fingerprint, length, mentions, attachments)
     SELECT ((extract(epoch FROM at) * 1000)::bigint - 1420070400000) * 4194304 + n % 4194304, at, ?,
       2000000 + floor(random() * 40), 3000000 + floor(20000 * random() ^ 3),
       CASE WHEN n % 20 = 0 THEN floor(random() * 500) ELSE (random() * 1e18)::bigint END,
       (random() * 200)::integer, floor(random() ^ 8 * 6), 0
     FROM (SELECT n, to_timestamp(? / 1000.0) + n * interval '1 second' * (?::float8 / ?) AS at
       FROM generate_series(?::integer, ?::integer) AS n) t
     ON CONFLICT DO NOTHING`,
      [
        guild,
        now - 7 * DAY + SECOND,
        (7 * DAY) / SECOND - 2,
        count,
        first,
        Math.min(first + piece - 1, count),
      ],
    );
  await db.raw('ANALYZE message_traces');
}

interface Report {
  values: object;
  load: number[];
  seconds: Record<string, number[]>;
}

function report({ values, load, seconds }: Report): void {
  const figures = Object.fromEntries(
    Object.entries(seconds).map(([name, rounds]) => {
      const sorted = rounds.toSorted((a, b) => a - b).map((value) => Math.round(value * 100) / 100);
      const median = sorted[Math.floor(sorted.length / 2)];
      return [`${name}, s`, { median, least: sorted[0], most: sorted.at(-1), target: '< 5' }];
    }),
  );
  const now = { at: new Date().toISOString(), cores: cpus().length, machineBefore: load };
  keep('backtest.json', { ...now, load: values, figures });
  console.table(figures);
}
