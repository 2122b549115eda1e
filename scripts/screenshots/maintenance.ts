import { HOUR, MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Text } from './demo.ts';

/** What staff asked of the database; answers the id of a ledger check that found somebody. */
export async function seedMaintenance(
  db: Knex,
  { guild, users, now, text }: { guild: Snowflake; users: readonly Snowflake[]; now: number; text: Text },
): Promise<string> {
  const run = (ago: number, kind: string, rest: Record<string, unknown>) => ({
    kind,
    guild_id: '0',
    options: '{}',
    state: 'done',
    asked_by: text('ada'),
    asked_at: new Date(now - ago),
    started_at: new Date(now - ago + SECOND),
    finished_at: new Date(now - ago + 9 * SECOND),
    claims: 1,
    ...rest,
    result: JSON.stringify(rest.result ?? null),
  });
  const counted = (done: number) => ({ done, total: done });
  const sums = (balance: number, received: number) => ({ balance, received, sent: 40 });
  const differing = users.slice(3, 5).map((user, nth) => ({
    ...{ guild, user },
    row: sums(512 + nth, 640),
    ledger: sums(500 + nth, 640 + 12 * nth),
  }));
  const slowest = [
    { table: 'bytes', ms: 6_120, before: 1_920_000_000, after: 1_890_000_000 },
    { table: 'guild_members', ms: 2_304, before: 310_000_000, after: 262_000_000 },
  ];
  const tables = { tables: 2, before: 2_230_000_000, after: 2_152_000_000, slowest };
  const away = 'Error: could not access file "base/16384/24601": No space left on device';
  const made: { id: string }[] = await db('maintenance_runs').insert(
    [
      run(200 * HOUR, 'vacuum', { ...counted(2), result: tables }),
      run(90 * HOUR, 'analyze', { state: 'failed', done: 12, total: 61, error: text(away) }),
      run(80 * HOUR, 'cache-flush', {
        ...counted(48_211),
        guild_id: guild,
        result: { copies: 312, features: ['bytes', 'automod'] },
      }),
      run(50 * HOUR, 'orphan-check', { ...counted(91_004), result: { orphans: 0, references: [] } }),
      run(40 * HOUR, 'recount', {
        ...counted(52_115),
        result: { corrected: 2, refused: 0, members: differing.map((one) => ({ ...one, refused: false })) },
      }),
      run(30 * HOUR, 'ledger-check', { ...counted(52_115), result: { differ: 2, members: differing } }),
      run(2 * MINUTE, 'orphan-check', {
        ...{ state: 'running', done: 40_000, total: 91_004, finished_at: null, beat_at: new Date(now) },
        result: { orphans: 0, references: [] },
      }),
    ],
    ['id'],
  );
  return made[5]?.id ?? '';
}
