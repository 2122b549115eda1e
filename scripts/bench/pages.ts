import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { keys } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openRedis } from '../../shared/core/redis.ts';
import { type Knex, openDatabase } from '../../shared/db/knex.ts';
import { demoPassword } from '../screenshots/demo.ts';
import { openPanel } from '../screenshots/panel.ts';
import { shown } from '../screenshots/paths.ts';
import { Problem } from '../services/problem.ts';
import { startRedis } from '../services/redis.ts';
import { openPlace, schemaPrint } from './data/place.ts';
import type { World } from './data/step.ts';
import { findWorld } from './data/world.ts';
import { filteredOf } from './filtered.ts';
import { keep, say } from './ground.ts';
import { type Measured, measurePage, most } from './page-times.ts';
import { openVisitor } from './visitor.ts';

const filteredRounds = 40; // enough to see what is slow

/**
 * How soon each page answers over the data of `npm run bench data`, asked by the owner one request after another, and how
 * many statements it takes; lists also with each of their filters, unless `--plain`. Exit code 1 where one takes more than
 * it may.
 */
export async function benchPages(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '200' },
      plain: { type: 'boolean', default: false },
    },
  });
  const pages = shown.filter(({ path }) => !values.only || values.only.some((part) => path.includes(part)));
  const load = loadavg();
  const measured: Measured[] = [];
  await overData(async ({ origin, db, relent, world: { demo, now } }) => {
    const [owner, stranger] = [openVisitor(origin), openVisitor(origin)];
    await owner.logIn('owner', demoPassword);
    for (const [index, { path, access }] of pages.entries())
      for (const query of ['', ...(values.plain ? [] : filteredOf(path, demo, now))]) {
        const visitor = access === 'public' ? stranger : owner;
        const rounds = query ? Math.min(filteredRounds, Number(values.rounds)) : Number(values.rounds);
        const found = await measurePage({ visitor, db, demo, relent }, { path, query }, rounds);
        measured.push(found);
        say(`${index + 1}/${pages.length} ${describe(found)}`);
      }
  });
  report(measured, { load, rounds: Number(values.rounds) });
}

interface Over {
  origin: string;
  db: Knex;
  world: World;
  /** Forgets how often who asked for what. */
  relent(): Promise<void>;
}

/** The web tier in this process, at the data's present, with a Redis that nobody else uses. */
async function overData(work: (over: Over) => Promise<void>): Promise<void> {
  const place = await openPlace(say);
  const folder = mkdtempSync(join(tmpdir(), 'smarter-bench-'));
  try {
    const world = await readWorld(place.url);
    const { url, stop } = await startRedis({ dir: join(folder, 'redis'), appendOnly: false });
    const redis = openRedis({ REDIS_URL: url, REDIS_CLUSTER: false }, silent);
    const db = openDatabase(place.url, { name: 'bench pages' });
    const panel = await openPanel({ db, redis, clock: () => world.now });
    try {
      const relent = async () => {
        const counts = await redis.keys(`${keys.throttle('')}*`);
        if (counts.length > 0) await redis.del(counts);
      };
      await work({ origin: panel.origin, db, world, relent });
    } finally {
      await panel.close();
      redis.disconnect();
      await db.destroy();
      await stop();
    }
  } finally {
    await place.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readWorld(url: string): Promise<World> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const found = await findWorld(client);
    if (!found?.isFinished) throw new Problem('There is no data yet: run `npm run bench data` first.');
    if (found.world.schema !== schemaPrint())
      say(
        'The migrations have changed since the data was built: `npm run bench data -- --fresh` builds it anew.',
      );
    return found.world;
  } finally {
    await client.end();
  }
}

function describe({ path, p50, p95, queries, isGood, why }: Measured): string {
  return `${isGood ? ' ' : '✗'} ${path}: ${why ?? `${p50} ms, p95 ${p95} ms, ${queries} queries`}`;
}

function report(measured: Measured[], { load, rounds }: { load: number[]; rounds: number }): void {
  const sorted = measured.toSorted((one, other) => other.p95 - one.p95);
  const now = { at: new Date().toISOString(), cores: cpus().length, machineBefore: load };
  keep('pages.json', { ...now, rounds, most, pages: sorted });
  console.table(
    sorted.map(({ path, p50, p95, queries, isGood }) => ({ path, p50, p95, queries, '': isGood ? '' : '✗' })),
  );
  const amiss = sorted.filter(({ isGood }) => !isGood);
  for (const page of amiss) {
    say(describe(page));
    for (const { ms, sql } of page.slow) say(`    ${ms} ms: ${sql.replace(/\s+/g, ' ').slice(0, 600)}`);
  }
  say(
    `${measured.length - amiss.length} of ${measured.length} pages within ${most.ms} ms and ${most.queries} queries.`,
  );
  if (amiss.length > 0) process.exitCode = 1;
}
