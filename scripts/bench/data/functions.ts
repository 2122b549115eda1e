import type { World } from './step.ts';

/**
 * How the data's members are numbered, as functions of the schema `bench`: `m` counts from 0, those of the large guild first,
 * then guild by guild. Half of the large guild's members are in a second guild too.
 */
export function functionsFor({ demo, sizes: { large, many, few, span } }: World): string {
  const crowd = large + many.guilds * many.members;
  const all = crowd + few.guilds * few.members;
  const define = (name: string, type: string, sql: string) =>
    `CREATE OR REPLACE FUNCTION bench.${name} RETURNS ${type} LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ${sql} $$;`;
  return [
    // even spread without chance: every build has the same rows
    define('mix(n bigint, below bigint)', 'bigint', '(n * 7919 + n / 97 * 31) % below'),
    define('flake(ms bigint, n bigint)', 'bigint', '((ms - 1420070400000) << 22) | (n & 4194303)'),
    define('person(n bigint)', 'bigint', 'bench.flake(1483228800000 + n * 90000, 42)'), // accounts of 2017 and 2018
    define(
      'user_at(m bigint)',
      'bigint',
      `bench.person(CASE WHEN m < ${large} THEN m ELSE m - ${large} + ${large} / 2 END)`,
    ),
    define(
      'guild_of(m bigint)',
      'bigint',
      `CASE WHEN m < ${large} THEN 0 WHEN m < ${crowd} THEN 1 + (m - ${large}) / ${many.members}
       ELSE 1 + ${many.guilds} + (m - ${crowd}) / ${few.members} END`,
    ),
    define(
      'guild_id(k bigint)',
      'bigint',
      `CASE WHEN k = 0 THEN ${demo.guildId} ELSE bench.flake(1546300800000 + k * 3600000, 7) END`,
    ),
    define('guild_at(m bigint)', 'bigint', 'bench.guild_id(bench.guild_of(m))'),
    define(
      'somebody(n bigint)',
      'bigint',
      `CASE WHEN n % 3 < 2 THEN bench.mix(n, ${large}) ELSE ${large} + bench.mix(n, ${all - large}) END`,
    ),
    define(
      'multiplier(streak bigint)',
      'bigint',
      'CASE WHEN streak >= 64 THEN 256 WHEN streak >= 32 THEN 16 WHEN streak >= 16 THEN 4 WHEN streak >= 8 THEN 2 ELSE 1 END',
    ),
    // of a member who is not active: how many days before yesterday the later of both was
    define('last_seen(m bigint)', 'integer', `(m / 10 % ${span})::integer`),
    define('starting(m bigint)', 'bigint', '100 + bench.mix(m, 1000)'),
  ].join('\n');
}
