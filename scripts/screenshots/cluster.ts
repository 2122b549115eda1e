import { DAY, HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { readVersion } from '../../shared/core/version.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { readNow } from '../../shared/db/now.ts';
import type { Text } from './demo.ts';

/** Roles of the processes on a host; one that was killed half a minute ago, and one left of the version before. */
const processes = [
  { role: 'shards', index: 0, memory: 214e6, lag: 3 },
  { role: 'workers', index: 0, memory: 268e6, lag: 6 },
  { role: 'workers', index: 1, memory: 251e6, lag: 41, silentFor: 40 * SECOND },
  { role: 'effects', index: 0, memory: 143e6, lag: 1 },
  { role: 'web', index: 0, memory: 176e6, lag: 4 },
  { role: 'web', index: 1, memory: 169e6, lag: 0, version: '0.0.9', state: 'stopped', silentFor: 3 * HOUR },
];

/** Heartbeats are judged by the clock of Postgres, and so dated by it. Answers the id of one alarm. */
export async function seedCluster(db: Knex, { now, text }: { now: number; text: Text }): Promise<string> {
  const beating = await readNow({ db });
  const at = (ago: number) => new Date(beating - ago);
  const host = text('harbor');
  await db('process_statuses').insert(
    processes.map(({ role, index, memory, lag, silentFor = 2 * SECOND, state = 'running', version }) => ({
      process: `${role}-${host}-${index}`,
      ...{ role, host, memory, state },
      pid: 4_100 + index * 7 + role.length,
      version: version ?? readVersion(),
      disk_free: 61_400_000_000,
      disk_total: 160_000_000_000,
      lag_ms: lag,
      siblings: role === 'workers' ? 2 : 1,
      started_at: at(2 * DAY + 5 * HOUR),
      beat_at: at(silentFor),
    })),
  );
  const shard = (number: number, rest: Record<string, unknown>) => ({
    process: `shards-${host}-0`,
    shard: number,
    shards: 4,
    state: 'attached',
    session_id: `demo-${number}`,
    latency_ms: 38 + 5 * number,
    guilds: 1_204 - 31 * number,
    gaps: 0,
    started_at: at(2 * DAY + 5 * HOUR),
    attached_at: at(4 * SECOND),
    identified_at: at(2 * DAY + 5 * HOUR),
    resumed_at: at((3 + number) * HOUR),
    beat_at: at(4 * SECOND),
    ...rest,
  });
  await db('bot_statuses').insert([
    shard(0, {}),
    shard(1, { gaps: 1, gap_at: at(9 * HOUR), identified_at: at(9 * HOUR) }),
    shard(2, { state: 'attaching', attached_at: at(20 * SECOND), latency_ms: null }),
    shard(3, { resumed_at: null }),
  ]);
  return seedAlarms(db, { now, text });
}

/** Those that are not silent go on beating, until they are told to stop. */
export function keepBeating(db: Knex): () => void {
  const beat = async () => {
    const alive = (table: string) => db(table).where('beat_at', '>', db.raw("now() - interval '30 s'"));
    await alive('process_statuses').where({ state: 'running' }).update({ beat_at: db.fn.now() });
    await alive('bot_statuses').update({ beat_at: db.fn.now() });
  };
  const timer = setInterval(() => void beat().catch(() => {}), 2 * SECOND);
  return () => clearInterval(timer);
}

async function seedAlarms(db: Knex, { now, text }: { now: number; text: Text }): Promise<string> {
  const alarm = (kind: string, subject: string, words: string, from: number, until?: number) => ({
    ...{ kind, subject: text(subject).slice(0, 100), text: text(words).slice(0, 300) },
    raised_at: new Date(now - from),
    seen_at: new Date(now - (until ?? 0)),
    cleared_at: until === undefined ? null : new Date(now - until),
    told_at: new Date(now - from),
    told_cleared_at: until === undefined ? null : new Date(now - until),
  });
  const silent = 'workers-harbor-1 was last heard of at 2026-11-20 15:29:20 UTC.';
  const lag = '4812 jobs wait in effects, the oldest for 412 s.';
  const gap =
    'Shard 1 began anew at 2026-11-20 06:30:00 UTC although it had a session: events may have been missed.';
  const [made]: { id: string }[] = await db('alarms').insert(
    [
      alarm('dead-process', 'workers-harbor-1', silent, 10 * SECOND),
      alarm('gap', 'shard 1 at 2026-11-20 06:30:00 UTC', gap, 9 * HOUR, 8 * HOUR + 45 * MINUTE),
      alarm('queue-lag', 'effects', lag, 3 * DAY, 3 * DAY - 17 * MINUTE),
    ],
    ['id'],
  );
  return made?.id ?? '';
}
