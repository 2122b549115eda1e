import { SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { readPartitions } from '../../shared/db/installation.ts';
import { migrationSource } from '../../shared/db/migrations/index.ts';
import type { Deps, Middleware } from '../context.ts';

const patience = 1 * SECOND;

type Part = 'postgres' | 'redis' | 'migrations' | 'partitions';
type Unready = 'behind' | 'differs';

/** The process is alive; says nothing of what it depends on, so that nobody restarts it for their faults. */
export function showHealth(): Middleware {
  return (ctx) => {
    ctx.body = { status: 'alive' };
  };
}

/**
 * Whether requests can be served: Postgres and Redis answer, and the database has this version's migrations and as
 * many partitions as this process counts.
 */
export function showReadiness({
  db,
  redis,
  partitions,
}: Pick<Deps, 'db' | 'redis' | 'partitions'>): Middleware {
  const checks: Record<Part, () => Promise<Unready | undefined>> = {
    postgres: async () => void (await db.raw('SELECT 1')),
    redis: async () => void (await redis.ping()),
    migrations: async () => ((await isMigrated(db)) ? undefined : 'behind'),
    partitions: async () =>
      ((await readPartitions(db)) ?? partitions) === partitions ? undefined : 'differs',
  };
  return async (ctx) => {
    const parts = await Promise.all(
      Object.entries(checks).map(async ([part, check]) => [part, await ask(check)]),
    );
    const ready = parts.every(([, state]) => state === 'ready');
    ctx.status = ready ? 200 : 503;
    ctx.body = { status: ready ? 'ready' : 'not ready', parts: Object.fromEntries(parts) };
  };
}

async function ask(check: () => Promise<Unready | undefined>): Promise<'ready' | 'away' | Unready> {
  try {
    return (await within(patience, check())) ?? 'ready';
  } catch {
    return 'away';
  }
}

/** A database that is further than this version is fine: during a deploy the old version still serves. */
async function isMigrated(db: Deps['db']): Promise<boolean> {
  const wanted = await migrationSource.getMigrations([]);
  const rows: { name: string }[] = await db('knex_migrations').select('name');
  const applied = new Set(rows.map(({ name }) => name));
  return wanted.every((name) => applied.has(name));
}
