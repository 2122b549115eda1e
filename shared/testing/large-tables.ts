import type { Client } from 'pg';
import { partitioned } from '../db/retention.ts';

/** How many rows tables have, or each of their partitions, where there are a million members. */
const rows: Record<string, number> = {
  bytes: 10_000_000,
  guild_members: 1_000_000,
  discord_users: 800_000,
  operations: 5_000_000,
  role_grants: 500_000,
  squad_members: 500_000,
  former_squad_roles: 200_000,
  frozen_days: 500_000,
  moderation_cases: 300_000,
  case_notes: 300_000,
  user_warnings: 200_000,
  reports: 200_000,
  appeals: 200_000,
  channel_deeds: 200_000,
  automod_firings: 300_000,
  automod_firing_messages: 1_000_000,
  automod_rule_versions: 200_000,
  failed_effects: 200_000,
  audit_entries: 500_000,
  guild_channels: 200_000,
  guild_roles: 200_000,
  guild_threads: 200_000,
  idempotency_keys: 200_000,
  webhook_deliveries: 500_000,
  message_traces: 1_000_000,
  recent_messages: 200_000,
  file_attachments: 200_000,
  page_views: 200_000,
  redirect_clicks: 300_000,
  command_usages: 200_000,
  hourly_stats: 1_000_000,
  record_surplus: 200_000,
  error_occurrences: 200_000,
  kept_jobs: 200_000,
};

/** How many values columns of that name have; below 0: a share of the rows. Half of everything is of one guild. */
const distinct: Record<string, number> = {
  guild_id: 2,
  user_id: -0.1,
  receiver_id: -0.1,
  giver_id: -0.1,
  author_id: -0.1,
  reporter_id: -0.1,
  actor_id: 500,
  created_by: 500,
  channel_id: 200,
  role_id: 200,
  squad_id: 200,
  rule_id: 1_000,
  webhook_id: 100,
  redirect_id: 100,
  error_id: 300,
  number: 100_000,
  stat: 60,
  label: -0.01,
  ip: 40_000,
  route: 100,
  day: 400,
  id: -1,
  case_id: -1,
  firing_id: -0.3,
  message_id: -1,
  operation: -1,
  burst: -1,
  job: -1,
  told: -1,
  name: -0.5,
  username: -1,
};

/** What a table's columns need besides values of their types. */
const needed: Record<string, Record<string, string>> = {
  bytes: { kind: "'admin'", giver_id: '1', amount: '1' },
  moderation_cases: { kind: "'note'" },
  automod_firings: { mode: "'enforce'", outcome: "'acted'" },
  file_attachments: { decision: "'off'" },
  record_surplus: { kind: "'views'" },
};

const fromType: Record<string, string> = {
  text: "'x'",
  boolean: 'false',
  jsonb: "'{}'",
  uuid: 'gen_random_uuid()',
  inet: "'127.0.0.1'",
  'timestamp with time zone': 'now()',
  ARRAY: "'{}'",
};

/**
 * Makes Postgres plan as if the tables were large, until the transaction ends, which has to be rolled back. A table is as
 * large as its pages say, and its rows per page can be claimed: so every table gets a page, and its page many rows. Values
 * are spread as over many members; those of few kinds, as they are spread among the rows that are there.
 */
export async function claimLarge(client: Client): Promise<void> {
  await client.query("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '10s'");
  await giveRows(client);
  await client.query(`ANALYZE ${Object.keys(rows).join(', ')}`);
  await client.query(claims, [JSON.stringify(rows)]);
  await client.query(spreads, [Object.keys(rows), JSON.stringify(distinct)]);
}

async function giveRows(client: Client): Promise<void> {
  for (const { table } of partitioned)
    await client.query(
      `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = '${table}'::regclass) THEN
        CREATE TABLE ${table}_large PARTITION OF ${table} DEFAULT; END IF; END $$`,
    );
  const { rows: columns } = await client.query<{ table: string; column: string; type: string }>(
    `SELECT table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY($1) AND is_identity = 'NO'
       AND is_nullable = 'NO' AND column_default IS NULL`,
    [Object.keys(rows)],
  );
  for (const table of Object.keys(rows)) {
    const values: Record<string, string> = {};
    for (const { column, type } of columns.filter((one) => one.table === table))
      values[column] = column === 'actor_kind' ? "'system'" : (fromType[type] ?? '1');
    Object.assign(values, needed[table]);
    await client.query(
      `INSERT INTO ${table} (${Object.keys(values)}) SELECT ${Object.values(values)} WHERE NOT EXISTS (SELECT FROM ${table})`,
    );
  }
}

/** Tables and their partitions that hold something. */
const claims = `
  UPDATE pg_class c SET reltuples = large.value::real, relpages = pg_relation_size(c.oid) / 8192
  FROM jsonb_each_text($1) large
  WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0 AND (
    c.oid = large.key::regclass
    OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = large.key::regclass))`;

/** Times are spread over 60 days up to now. Functions of Postgres 18: tests run on the embedded one. */
const spreads = `
  WITH times AS (
    SELECT array_agg(now() - n * interval '12 hours' ORDER BY n DESC)::text AS bounds FROM generate_series(0, 120) n
  ), relations AS (
    SELECT oid, relname, relkind FROM pg_class WHERE oid = ANY($1::text[]::regclass[])
      OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = ANY($1::text[]::regclass[]))
  ), columns AS MATERIALIZED (
    SELECT relname::text AS relation, attname::text AS name, relkind = 'p' AS inherited,
      CASE WHEN attnotnull THEN 0 ELSE 0.3 END::real AS nulls, ($2::jsonb->>attname)::real AS spread, atttypid = 'timestamptz'::regtype AS is_time
    FROM relations JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped
    WHERE $2::jsonb ? attname OR atttypid = 'timestamptz'::regtype
  )
  SELECT pg_clear_attribute_stats('public', relation, name, inherited),
    pg_restore_attribute_stats('schemaname', 'public', 'relname', relation, 'attname', name, 'inherited', inherited,
      'version', 180000, 'null_frac', nulls, 'avg_width', 8, 'n_distinct', coalesce(spread, -1::real),
      'histogram_bounds', CASE WHEN is_time THEN bounds END)
  FROM columns, times`;
