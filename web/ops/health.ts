import { SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { migrationSource } from '../../shared/db/migrations/index.ts';
import type { Deps, Middleware } from '../context.ts';

const patience = 1 * SECOND;

type Part = 'postgres' | 'redis' | 'migrations';

/** The process is alive; says nothing of what it depends on, so that nobody restarts it for their faults. */
export function showHealth(): Middleware {
  return (ctx) => {
    ctx.body = { status: 'alive' };
  };
}

/** Whether requests can be served: Postgres and Redis answer, and the database has this version's migrations. */
export function showReadiness({ db, redis }: Pick<Deps, 'db' | 'redis'>): Middleware {
  const checks: Record<Part, () => Promise<boolean>> = {
    postgres: async () => Boolean(await db.raw('SELECT 1')),
    redis: async () => Boolean(await redis.ping()),
    migrations: () => isMigrated(db),
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

async function ask(check: () => Promise<boolean>): Promise<'ready' | 'behind' | 'away'> {
  try {
    return (await within(patience, check())) ? 'ready' : 'behind';
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
