import { carrySessions } from '../shards/carry-sessions.ts';
import { audit } from '../shared/accounts/audit.ts';
import { type QueueReading, readQueues } from '../shared/cluster/queues.ts';
import { SECOND } from '../shared/core/clock.ts';
import { within } from '../shared/core/deadline.ts';
import type { Queues } from '../shared/core/queues.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import { readPartitions } from '../shared/db/installation.ts';
import type { Knex } from '../shared/db/knex.ts';
import { Problem } from './services/problem.ts';

interface Deps {
  db: Knex;
  redis: Redis | Cluster;
  queue: Queues['queue'];
}

const patience = 10 * SECOND; // for Redis
const alive = '30 s'; // six heartbeats

/**
 * Has the installation count that many partitions from now on. What waits in queues, and who works on them, is found by the
 * number: so nobody may run, and nothing wait. Answers what to tell; throws a `Problem` that says what to do first.
 */
export async function changePartitions({ db, redis, queue }: Deps, to: number): Promise<string> {
  return db.transaction(async (trx) => {
    await trx.raw('LOCK TABLE installation IN SHARE ROW EXCLUSIVE MODE'); // who starts now waits, and reads the new number
    const from = await readPartitions(trx);
    if (from === to) return `PARTITIONS is ${to} already.`;
    await requireNobody(trx);
    if (from !== undefined) await requireEmpty({ redis, queue }, from);
    await trx.raw(
      'INSERT INTO installation (partitions) VALUES (?) ON CONFLICT (only_row) DO UPDATE SET partitions = excluded.partitions',
      [to],
    );
    const actor = { kind: 'system', name: 'npm run admin' } as const;
    await audit(trx, { actor, action: 'installation.partitions-changed', before: from ?? null, after: to });
    const sessions = from === undefined ? 0 : await within(patience, carrySessions(redis, { from, to }));
    const was = from === undefined ? 'was not set' : `was ${from}`;
    return `PARTITIONS ${was}, and is ${to} now; ${toldOf(sessions)}. Set PARTITIONS=${to} for every process on every host, then start them.`;
  });
}

function toldOf(sessions: number): string {
  if (sessions > 0) return `sessions of ${sessions} ${sessions === 1 ? 'shard' : 'shards'} go along`;
  return 'no session goes along, so shards identify anew: what happens until then nobody hears of';
}

async function requireNobody(trx: Knex): Promise<void> {
  const running: string[] = await trx('process_statuses')
    .whereIn('state', ['running', 'stopping'])
    .whereRaw('beat_at > now() - ?::interval', [alive])
    .orderBy('process')
    .limit(20)
    .pluck('process');
  if (running.length === 0) return;
  throw new Problem(
    `These run, or did half a minute ago: ${running.join(', ')}. Stop every process on every host first: Ctrl-C where \`npm start\` runs, or \`npx pm2 stop all\`.`,
  );
}

async function requireEmpty({ redis, queue }: Omit<Deps, 'db'>, partitions: number): Promise<void> {
  const reading = within(patience, readQueues({ redis, queue, partitions }, Date.now()));
  const queues = await reading.catch((cause: unknown) => {
    throw new Problem('Redis does not answer: whether the queues are empty cannot be seen.', { cause });
  });
  const left = queues.filter(({ name }) => name !== 'quarantine').filter((each) => jobsIn(each) > 0);
  if (left.length === 0) return;
  const told = left.map((each) => `${jobsIn(each)} in ${each.name}`).join(', ');
  throw new Problem(
    `Jobs wait: ${told}. Start all but the shards with PARTITIONS=${partitions} until *Cluster* shows that none waits, then stop web before the rest. Where Discord does not take them they may be left behind by an emptied Redis (FLUSHDB): what Postgres shows as wanted is queued again.`,
  );
}

function jobsIn({ waiting, active, delayed }: QueueReading): number {
  return waiting + active + delayed;
}
