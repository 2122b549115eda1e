import pg, { type Client } from 'pg';
import { DAY } from '../../../shared/core/clock.ts';
import { openDatabase } from '../../../shared/db/knex.ts';
import { ensurePartitions } from '../../../shared/db/partitions.ts';
import type { Period } from '../../../shared/db/retention.ts';
import { seedDemo } from '../../screenshots/demo.ts';
import { cases } from './cases.ts';
import { functionsFor } from './functions.ts';
import { bulk, putIndexesBack, takeIndexesOff } from './indexes.ts';
import { ledger } from './ledger.ts';
import { people } from './people.ts';
import { followProgress, type Progress } from './progress.ts';
import { records } from './records.ts';
import type { Sizes } from './sizes.ts';
import type { Step, Work, World } from './step.ts';
import { sums } from './sums.ts';
import { bookkeeping, findWorld, finishWorld, keepWorld } from './world.ts';

/** Ids that are given out in order: the demo's are above all others, so that it is the newest. */
const ordered = [
  'bytes',
  'moderation_cases',
  'automod_firings',
  'user_warnings',
  'case_notes',
  'audit_entries',
  'route_errors',
];

/** Tables in partitions, with days that reach back as far as their rows; without: as many as there are views. */
const spans: readonly [table: string, by: Period, days?: number][] = [
  ['page_views', 'day'],
  ['command_usages', 'day'],
  ['redirect_clicks', 'month'],
  ['hourly_stats', 'month'],
  ['error_occurrences', 'day', 30],
  ['kept_jobs', 'day', 7],
  ['file_attachments', 'month', 180],
];

/**
 * Fills a migrated, empty database: the demo, and around it as much as `sizes` says. Called again, it goes on behind the last
 * batches that were done, and answers at once where all are.
 */
export async function buildData(
  { url, say }: { url: string; say: (line: string) => void },
  order: Omit<World, 'demo'>,
): Promise<World> {
  const db = openDatabase(url, { pool: 4, name: 'bench data' });
  const clients = [new pg.Client(url), new pg.Client(url)] as const;
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const [client] = clients;
    const found = await findWorld(client);
    if (found?.isFinished) return found.world;
    const world = found?.world ?? (await begin({ client, db }, order));
    const lanes = await lanesOf(client, world.sizes);
    const progress = followProgress(lanes.flat(), say);
    await Promise.all(
      lanes.map(async (steps, lane) => {
        const own = clients[lane] ?? client;
        // the rows agree with each other by how they are made: nobody need check that
        await own.query('SET session_replication_role = replica; SET synchronous_commit = off');
        for (const step of steps) await runStep({ ...world, client: own, db }, step, progress);
      }),
    );
    await finishWorld(client);
    return world;
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await db.destroy();
  }
}

async function begin(
  { client, db }: Pick<Work, 'client' | 'db'>,
  order: Omit<World, 'demo'>,
): Promise<World> {
  const { now, sizes } = order;
  await client.query(bookkeeping);
  await startIds(client, 500_000_000);
  const demo = await seedDemo({ db }, { now });
  await client.query(mendReceived);
  for (const [table, by, days] of spans)
    await ensurePartitions(db, { table, by, from: now - (days ?? sizes.days + 1) * DAY, to: now });
  const world = { ...order, demo };
  await client.query(functionsFor(world));
  await takeIndexesOff(client);
  await startIds(client, 1);
  await keepWorld(client, world);
  return world;
}

/** The demo counts starting balances as received, which the economy does not. */
const mendReceived = `
  UPDATE guild_members m SET received = received - b.amount
  FROM bytes b WHERE b.kind = 'starting' AND b.guild_id = m.guild_id AND b.receiver_id = m.user_id`;

async function startIds(client: Client, first: number): Promise<void> {
  for (const table of ordered)
    await client.query(`ALTER TABLE ${table} ALTER COLUMN id RESTART WITH ${first}`);
}

/** Beside each other, on two cores: people with their ledger; and records with what is summed up of them. */
async function lanesOf(client: Client, sizes: Sizes): Promise<Step[][]> {
  const { people: crowd, views } = bulk;
  const { rows } = await client.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
     AND relnamespace = 'public'::regnamespace AND relname <> ALL($1) ORDER BY 1`,
    [crowd],
  );
  return [
    [
      ...ledger(sizes),
      ...people(sizes),
      await putIndexesBack(client, crowd, 110),
      vacuum('statistics of people', 30, crowd),
    ],
    [
      ...cases(sizes),
      ...records(sizes),
      await putIndexesBack(client, views, 90),
      ...sums(sizes),
      vacuum(
        'statistics of records',
        40,
        rows.map(({ name }) => name),
      ),
      { name: 'ids', batches: 1, seconds: 1, run: ({ client }) => startIds(client, 1_000_000_000) },
    ],
  ];
}

const vacuum = (name: string, seconds: number, tables: readonly string[]): Step => ({
  name,
  batches: tables.length,
  seconds,
  isApart: true,
  run: ({ client }, batch) => client.query(`VACUUM (ANALYZE) ${tables[batch]}`),
});

async function runStep(work: Work, step: Step, progress: Progress): Promise<void> {
  const { client } = work;
  const { rows } = await client.query<{ batch: number }>('SELECT batch FROM bench.done WHERE step = $1', [
    step.name,
  ]);
  const done = new Set(rows.map(({ batch }) => batch));
  for (let batch = 0; batch < step.batches; batch++) {
    if (!done.has(batch)) await runBatch(work, step, batch);
    progress.done(step, !done.has(batch));
  }
}

async function runBatch(work: Work, step: Step, batch: number): Promise<void> {
  const { client } = work;
  const note = () => client.query('INSERT INTO bench.done VALUES ($1, $2)', [step.name, batch]);
  if (step.isApart) {
    await step.run(work, batch);
    await note();
    return;
  }
  await client.query('BEGIN');
  await step.run(work, batch);
  await note();
  await client.query('COMMIT');
}
