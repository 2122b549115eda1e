import { DAY } from '../../../shared/core/clock.ts';
import { membersOf, type Sizes } from './sizes.ts';
import { fill, type Step, type World } from './step.ts';

/** Every row of the ledger, day by day as they would have come; what each member's rows add up to is in people.ts. */
export function ledger(sizes: Sizes): Step[] {
  const days = sizes.span + 2;
  return [
    fill('ledger', { batches: days, seconds: 130 }, (world, batch) => rowsOfDay(world, days - 1 - batch)),
    fill('busy member', { batches: 1, seconds: 2 }, busyMember),
    fill(
      'operations',
      { batches: 1, seconds: 6 },
      ({ demo, sizes: { operations, large } }) => `
      INSERT INTO operations (id, guild_id, user_id, kind, outcome, created_at)
      SELECT 'bench:' || n, ${demo.guildId}, bench.user_at(bench.mix(n, ${large})), 'transfer', '{"is":"sent"}',
        now() - n * interval '20 seconds' FROM generate_series(1, ${operations}) n`,
    ),
  ];
}

function rowsOfDay({ now, sizes }: World, ago: number): string {
  const { active, span } = sizes;
  const all = membersOf(sizes);
  const day = Math.floor(now / DAY) - 1 - ago;
  const seenLast = (last: number) => `SELECT 10 * (${span} * t + ${last}) + r AS m
    FROM generate_series(0, ${Math.ceil(all / 10 / span)}) t, generate_series(1, 9) r WHERE 10 * (${span} * t + ${last}) + r < ${all}`;
  const tens = `SELECT m FROM generate_series(0, ${all - 1}, 10) m`;
  const parts = [
    ...(ago < active.days ? [`SELECT m, ${active.days - ago} AS streak FROM (${tens}) a`] : []),
    ...(ago >= 1 && ago - 1 < span ? [`SELECT m, 1 FROM (${seenLast(ago - 1)}) b`] : []),
    ...(ago < span ? [`SELECT m, 2 FROM (${seenLast(ago)}) c`] : []),
  ];
  if (parts.length === 0) return 'SELECT';
  const at = (m: string) => `to_timestamp(${day * 86_400} + bench.mix(${m}, 86000))`;
  return `
    WITH paid (m, streak) AS MATERIALIZED (${parts.join(' UNION ALL ')})
    INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation, created_at, day, streak, multiplier, tier, channel_id)
    SELECT bench.guild_at(m), bench.user_at(m), bench.starting(m), 'starting', 'msg:' || (${day}::bigint * 10000000 + m) * 1000,
      ${at('m')}, NULL::integer, NULL::integer, NULL::integer, NULL, NULL::bigint FROM paid WHERE streak = 1
    UNION ALL
    SELECT bench.guild_at(m), bench.user_at(m), 10 * bench.multiplier(streak), 'daily', 'msg:' || (${day}::bigint * 10000000 + m) * 1000,
      ${at('m')}, ${day}, streak, bench.multiplier(streak), CASE WHEN streak = 8 THEN 'CHAR' END, 1 + m % 50 FROM paid;
    ${ago < active.transfers ? transfersOf({ all, ago }, at) : ''}`;
}

/** Of those who are active, to one of the nine who follow. */
function transfersOf({ all, ago }: { all: number; ago: number }, at: (m: string) => string): string {
  const receiver = `m + 1 + ${ago % 9}`;
  return `
    INSERT INTO bytes (guild_id, giver_id, receiver_id, amount, kind, reason, operation, created_at)
    SELECT bench.guild_at(m), bench.user_at(m), bench.user_at(${receiver}), 5, 'transfer',
      CASE WHEN m % 4 = 0 THEN 'thanks for the hint' END, 'int:' || (${ago}::bigint * 10000000 + m) * 1000, ${at('m + 1')}
    FROM generate_series(0, ${all - 1}, 10) m`;
}

/** Somebody who was given much by staff, and passed it on to one other. */
function busyMember({ demo, now, sizes: { busy } }: World): string {
  const [giver, other] = [demo.userId, demo.moderation[demo.guildId]?.memberId];
  const at = `to_timestamp(${now / 1_000}) - n * interval '10 minutes'`;
  const row = (user: string | undefined, change: string) =>
    `UPDATE guild_members SET ${change} WHERE guild_id = ${demo.guildId} AND user_id = ${user};`;
  return `
    INSERT INTO bytes (guild_id, receiver_id, amount, kind, reason, operation, created_at)
    SELECT ${demo.guildId}, ${giver}, 3, 'admin', 'quiz night', 'bench:gift:' || n, ${at} FROM generate_series(1, ${busy}) n;
    INSERT INTO bytes (guild_id, giver_id, receiver_id, amount, kind, operation, created_at)
    SELECT ${demo.guildId}, ${giver}, ${other}, 1, 'transfer', 'bench:sent:' || n, ${at} FROM generate_series(1, ${busy}) n;
    ${row(giver, `balance = balance + ${2 * busy}, received = received + ${3 * busy}, sent = sent + ${busy}`)}
    ${row(other, `balance = balance + ${busy}, received = received + ${busy}`)}`;
}
